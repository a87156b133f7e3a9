import type {
	CredentialReference,
	N8nClient,
	Workflow,
	WorkflowNode,
} from '../../../scripts/n8n/client';
import { parseExecutionData } from '../../../scripts/n8n/executionData';
import { startNode } from '../../../scripts/n8n/workflow';

const agentName = 'AI Agent';

const createAgent = (prompt: string): WorkflowNode => ({
	name: agentName,
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 3.1,
	parameters: { promptType: 'define', text: prompt, options: {} },
});

const createModel = (credential: CredentialReference): WorkflowNode => ({
	name: 'OpenAI Chat Model',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1.3,
	parameters: {
		model: { __rl: true, mode: 'id', value: 'scripted' },
		responsesApiEnabled: false,
		options: { maxRetries: 0 },
	},
	credentials: { openAiApi: credential },
});

/** A trigger that gives the agent the messages of a chat, whose responses are streamed. */
export const createChatTrigger = (webhookId: string): WorkflowNode => ({
	name: 'Start',
	type: '@n8n/n8n-nodes-langchain.chatTrigger',
	typeVersion: 1.3,
	webhookId,
	parameters: { public: true, mode: 'webhook', options: { responseMode: 'streaming' } },
});

export interface AgentOptions {
	/** The user's message, or an expression for it. */
	prompt: string;
	tools: WorkflowNode[];
	/** That of the model. */
	credential: CredentialReference;
	/** A manual trigger by default. */
	trigger?: WorkflowNode;
}

export function agentWorkflow(options: AgentOptions): Workflow {
	const { prompt, tools, credential, trigger = startNode } = options;
	const model = createModel(credential);
	const connection = (type: 'main' | 'ai_languageModel' | 'ai_tool') => ({
		[type]: [[{ node: agentName, type, index: 0 }]],
	});
	return {
		name: 'Agent',
		nodes: [trigger, createAgent(prompt), model, ...tools].map((node) => ({
			id: node.name,
			typeVersion: 1,
			position: [0, 0],
			...node,
		})),
		connections: {
			[trigger.name]: connection('main'),
			[model.name]: connection('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, connection('ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}

export interface AgentResult {
	/** The agent's final message. */
	output: string;
	/** Why the workflow failed. */
	error: string | undefined;
}

/** Runs a workflow with an agent to its end. */
export async function runAgent(client: N8nClient, workflow: Workflow): Promise<AgentResult> {
	const { id } = await client.createWorkflow(workflow);
	const { data } = await client.execute(id, startNode.name);
	const { runData = {}, error } = parseExecutionData(data).resultData ?? {};
	const item = runData[agentName]?.at(-1)?.data?.main?.[0]?.[0];
	return { output: String(item?.json.output ?? ''), error: error?.message };
}
