/**
 * Runs the built package in n8n's own engine: n8n-core's loader reads it as n8n does, and n8n-core's WorkflowExecute runs
 * it. What these files add is what n8n's server adds: its register of node types and its credentials, by the same rules
 * (read in n8n 2.41.1).
 */

export { authenticateRequest } from './authenticate';
export { loadPackage, nodeTypeOf, packageName, root } from './package';
export { prepare } from './prepare';
export { runNode } from './runNode';
export { createTool } from './createTool';
export { runWorkflow } from './runWorkflow';
export { searchList } from './searchList';
export { testCredential } from './testCredential';
export type { CredentialData } from './credentialsHelper';
export type { CredentialTestResult } from './testCredential';
export type { ListRequest } from './searchList';
export type { NodeRun, PreparedNode } from './prepare';
export type { NodeFailure, NodeResult, OutputItem } from './runNode';
export type { WorkflowExport } from './runWorkflow';
