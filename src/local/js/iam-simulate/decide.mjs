// Reads what is asked from standard input, as JSON, and writes the decisions to standard output.
//
// { "tables": [
//   { "documents": { NAME: { "kind": "IDENTITY" | "RESOURCE" | "TRUST", "policy": {...} } },
//     "questions": [ { "principal", "action", "resource", "account", "context": {...},
//                      "attached": [NAME], "boundary": [NAME], "guard": [NAME] } ] } ] }
//
// The answer: { "version",
//   "tables": [ { "decisions": ["Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied"] } ] }
import { readFileSync } from 'node:fs';
import {
  createValidatedPolicy,
  validateIdentityPolicy,
  validateResourcePolicy,
  validateTrustPolicy,
} from '@cloud-copilot/iam-policy';
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

const VALIDATORS = {
  IDENTITY: validateIdentityPolicy,
  RESOURCE: validateResourcePolicy,
  TRUST: validateTrustPolicy,
};

function validated(documents) {
  return Object.fromEntries(
    Object.entries(documents).map(([name, { kind, policy }]) => {
      const document = createValidatedPolicy(policy, VALIDATORS[kind], { name });
      if (document.errors.length > 0) {
        throw new Error(`${name}: ${JSON.stringify(document.errors)}`);
      }
      return [name, document];
    }),
  );
}

async function decide(policies, question) {
  const { principal, action, resource, account, context, attached, boundary, guard } = question;
  const named = (names) => names.map((name) => ({ name, policy: policies[name] }));
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: account },
      contextVariables: context,
    },
    identityPolicies: named(attached),
    permissionBoundaryPolicies: boundary.length > 0 ? named(boundary) : undefined,
    resourcePolicy: guard.length > 0 ? policies[guard[0]] : undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  // It alone takes every key: runSimulation leaves out those that are not in its data, such as
  // cognito-identity.amazonaws.com:sub.
  const decision = runUnsafeSimulation(simulation, {});
  // It checks the rest: the action, the kind of resource, and, where it left nothing out, the decision.
  const checked = await runSimulation(simulation, {});
  if (checked.resultType !== 'single') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(checked.errors ?? checked.resultType)}`);
  }
  if (checked.result.ignoredContextKeys.length === 0 && checked.overallResult !== decision) {
    throw new Error(`${action} on ${resource}: ${checked.overallResult} and ${decision}`);
  }
  return decision;
}

const { version } = JSON.parse(
  readFileSync(new URL('node_modules/@cloud-copilot/iam-simulate/package.json', import.meta.url)),
);
const tables = [];
for (const { documents, questions } of JSON.parse(readFileSync(0, 'utf8')).tables) {
  const policies = validated(documents);
  const decisions = [];
  for (const question of questions) {
    decisions.push(await decide(policies, question));
  }
  tables.push({ decisions });
}
process.stdout.write(JSON.stringify({ version, tables }));
