"""Inventories that load, for the tests to start from."""

from __future__ import annotations

from apimgen.inventory import Inventory, loads

SMALL = """\
version: 1
backends:
  - name: us1
    url: https://us1.openai.azure.com/
policies:
  - name: chat
"""

FULL = """\
version: 1

service:                         # the API Management instance; only live commands need it
  subscription_id: ${AZURE_SUBSCRIPTION_ID}
  resource_group: rg-ai
  name: my-cool-apim-us1
  tier: developer                # consumption | developer | basic | standard | premium | ...

backends:
  - name: my-endpoint-us1        # also the named value that holds its URL
    url: https://my-endpoint-us1.openai.azure.com/
    region: eastus
    deployments: [gpt-35-turbo, {name: text-embedding-ada-002, backend_name: ada-eastus}]
    priority: 1                  # lower is preferred; default 1
    weight: 1                    # share within its priority; default 1
    api_key: {env: US1_KEY}      # or {key_vault: https://kv.vault.azure.net/secrets/us1}
    auth: api-key

apis:                            # optional
  - name: azure-openai
    path: openai-test
    subscription_required: false
    products: [unlimited]
    operations:
      - POST /openai/deployments/{deployment}/chat/completions
      - POST /openai/deployments/{deployment}/embeddings

policies:
  - name: azure-openai           # the file is azure-openai.xml
    scope: {api: azure-openai}   # {api: A} | {api: A, operation: O} | {product: P} | global
    backends: [my-endpoint-us1]  # default: all
    auth: api-key
    endpoints: named-values      # named-values (default, as the article) | inline
    routing: random              # single | random | weighted | priority | pool
    match_deployment: true
    prefer: gateway-region
    retry:
      count: 3
      interval: 1
      max_interval: 10
      delta: 1
      first_fast_retry: false
      on: [">=300"]              # 429, "5xx", "500-504", ">=300"
      pick: random
    cooldown:                    # remember throttled backends between requests
      seconds: 10                # used when the answer has no Retry-After
      max_seconds: 60
    exhausted: {status: 503}     # the answer when every backend has failed
    affinity: {header: x-session-id}
    forward: {timeout: 120, deadline: 180, buffer_request_body: true, buffer_response: false}
    response_headers: {backend: x-backend, attempts: x-attempts}
    observe: {trace: true, metric: openai}
    extra: {inbound: "<xml/>"}   # the user's own policies, per section
"""
"""Every key of the format once."""

ENVIRON = {"AZURE_SUBSCRIPTION_ID": "00000000-0000-0000-0000-000000000001"}


def inventory(text: str, **environ: str) -> Inventory:
    """The inventory that the text holds; fails with its findings where it holds none."""
    loaded = loads(text, "inventory.yaml", environ)
    assert loaded.inventory is not None, "\n".join(map(str, loaded.findings))
    return loaded.inventory


def findings(text: str, **environ: str) -> list[str]:
    """What is wrong with the text, each as ``line:column rule message``."""
    loaded = loads(text, "inventory.yaml", environ)
    return [
        f"{found.place.line}:{found.place.column} {found.rule} {found.message}"
        for found in loaded.findings
    ]
