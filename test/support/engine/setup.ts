import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads these when it is loaded.
process.env.N8N_USER_FOLDER ??= join(tmpdir(), 'n8n-nodes-chat-platforms-test');
mkdirSync(process.env.N8N_USER_FOLDER, { recursive: true });
process.env.N8N_ENCRYPTION_KEY ??= 'a key for tests alone';
process.env.N8N_LOG_LEVEL ??= 'silent';
import 'reflect-metadata';
