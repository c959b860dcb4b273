"""Every mistake is told once, at its place, in words that say what to do."""

from __future__ import annotations

import pytest

from tests.inventory.good import SMALL, findings

BACKEND = "  - {name: us2, url: https://us2.example.com}\n"


def small(*policy: str, backend: str = "", before: str = "") -> str:
    """The small inventory with lines added to its backend, before its policies, to its policy."""
    head, tail = SMALL.split("policies:\n")
    return head + backend + before + "policies:\n" + tail + "".join(f"    {p}\n" for p in policy)


# Lines 1 to 6 are the small inventory's; what a case adds to the policy begins in line 7.
CASES = {
    # keys
    "misspelt key, told once though the key it stands for is missing": (
        SMALL.replace("url:", "ulr:"),
        ['4:5 unknown-key "ulr" is not a key of a backend; did you mean "url"?'],
    ),
    "key like no other": (
        small("retry: {often: 1}"),
        [
            (
                '7:13 unknown-key "often" is not a key of retry; its keys are count, interval, '
                "max_interval, delta, first_fast_retry, on, pick"
            )
        ],
    ),
    "key of the top": (
        SMALL + "backend: []\n",
        ['7:1 unknown-key "backend" is not a key of an inventory; did you mean "backends"?'],
    ),
    "key that is no text": (
        small("extra: {5: x}"),
        [
            (
                '7:13 unknown-key "5" is not a key of extra; its keys are '
                "inbound, backend, outbound, "
                "on-error"
            )
        ],
    ),
    "underscore for a hyphen": (
        small("extra: {on_error: <a/>}"),
        ['7:13 unknown-key "on_error" is not a key of extra; did you mean "on-error"?'],
    ),
    "hyphen for an underscore": (
        small("auth: {managed-identity: {}}"),
        [
            (
                '7:12 unknown-key "managed-identity" is not a key of auth; '
                'did you mean "managed_identity"?'
            )
        ],
    ),
    "field of the model that is no key": (
        small("auth: {kind: none}"),
        ['7:12 unknown-key "kind" is not a key of auth; its keys are managed_identity'],
    ),
    "missing key of an item": (
        SMALL.replace("    url: https://us1.openai.azure.com/\n", ""),
        ['3:5 missing-key a backend needs the key "url"'],
    ),
    "missing keys of the top": (
        "# nothing much\nversion: 1\n",
        [
            '2:1 missing-key an inventory needs the key "backends"',
            '2:1 missing-key an inventory needs the key "policies"',
        ],
    ),
    "empty mapping for a choice": (
        small("auth: {}", "scope: {}", backend="    api_key: {}\n"),
        [
            "5:5 missing-key api_key takes env or key_vault, and has neither",
            "8:5 missing-key auth is empty; write one of its words, or managed_identity",
            "9:5 missing-key scope is empty; it takes api, product or operation",
        ],
    ),
    "operation without an API": (
        small("scope: {operation: x}"),
        ["7:5 missing-key operation needs the api that it belongs to beside it"],
    ),
    "duplicate key": (
        small("auth: none", "name: other", "auth: api-key"),
        [
            (
                '8:5 duplicate-key the key "name" is already in line 6, column 5; '
                "each key can be used once"
            ),
            (
                '9:5 duplicate-key the key "auth" is already in line 7, column 5; '
                "each key can be used once"
            ),
        ],
    ),
    # types
    "text for a number": (
        small("retry: {count: three}"),
        ['7:20 wrong-type "three" is not a whole number'],
    ),
    "number in quotes": (
        small("retry: {count: '3'}"),
        ['7:20 wrong-type "3" is not a whole number; write it without quotes'],
    ),
    "fraction": (small("retry: {count: 1.5}"), ["7:20 wrong-type 1.5 is not a whole number"]),
    "number for text": (
        small("extra: {inbound: 5}"),
        ["7:22 wrong-type 5 is not text; put it in quotes"],
    ),
    "list for text": (
        SMALL.replace("chat", "[chat]"),
        ["6:11 wrong-type a list is not text"],
    ),
    "yes for true": (
        small("retry: {first_fast_retry: Yes}"),
        [
            (
                '7:31 wrong-type "Yes" is not true or false; YAML 1.2 knows only these two, '
                "so write true"
            )
        ],
    ),
    "off for false": (
        small("retry: {first_fast_retry: off}"),
        [
            (
                '7:31 wrong-type "off" is not true or false; YAML 1.2 knows only these two, '
                "so write false"
            )
        ],
    ),
    "true in quotes": (
        small("retry: {first_fast_retry: 'true'}"),
        ['7:31 wrong-type "true" is not true or false; write it without quotes'],
    ),
    "neither a truth value nor the word beside it": (
        small("match_deployment: Yes"),
        ['7:23 bad-value "Yes" is not one of true, false, body'],
    ),
    "text for a list": (
        small("backends: us1"),
        ['7:15 wrong-type "us1" is not a list; put it in brackets: [...]'],
    ),
    "mapping for a list": (
        (
            "version: 1\nbackends: [{name: us1, url: https://us1.example.com}]\n"
            "policies:\n  name: chat\n"
        ),
        ["4:3 wrong-type a mapping is not a list; begin each item with -"],
    ),
    "wrong items of a list, each told": (
        small(backend="    deployments: [1, a, [b]]\n"),
        [
            (
                "5:19 wrong-type 1 is not text or a mapping with the keys name, backend_name; "
                "put it in "
                "quotes"
            ),
            "5:25 wrong-type a list is not text or a mapping with the keys name, backend_name",
        ],
    ),
    "no space behind the colon": (
        SMALL.replace("- name: us1", "- name:us1").replace("    url: https://us1.o", "#"),
        [
            (
                '3:5 wrong-type "name:us1" is not a mapping with the keys name, url, region, '
                "deployments, priority, weight, api_key, auth; put a space after a key's colon"
            )
        ],
    ),
    "list for a choice of forms": (
        small("auth: [none]"),
        [
            (
                "7:11 wrong-type a list is not managed-identity, api-key, none "
                "or a mapping with the "
                "keys managed_identity"
            )
        ],
    ),
    "nothing for a block": (
        small("retry:"),
        [
            (
                "7:5 wrong-type retry is empty; it takes a mapping with the keys count, interval, "
                "max_interval, delta, first_fast_retry, on, pick; write {} for its defaults"
            )
        ],
    ),
    "nothing for a word, a list, an item": (
        small("routing: ~", "backends: null", before="  -\n"),
        [
            (
                "5:4 wrong-type this item is empty; it takes a mapping with the keys name, url, "
                "region, deployments, priority, weight, api_key, auth"
            ),
            "8:14 wrong-type routing is empty; it takes single, random, weighted, priority, pool",
            "9:15 wrong-type backends is empty; it takes a list",
        ],
    ),
    "text for everything": (
        "hello\n",
        [
            (
                '1:1 wrong-type "hello" is not a mapping with the keys version, service, backends, '
                "apis, named_values, fragments, policies"
            )
        ],
    ),
    # values
    "misspelt word": (
        small("routing: randon"),
        [
            (
                '7:14 bad-value "randon" is not one of single, random, weighted, priority, pool; '
                'did you mean "random"?'
            )
        ],
    ),
    "misspelt word where a mapping may stand too": (
        small("auth: managed_identity"),
        [
            (
                '7:11 bad-value "managed_identity" is not one of managed-identity, api-key, none; '
                'did you mean "managed-identity"?'
            )
        ],
    ),
    "other version": (
        SMALL.replace("1", "2", 1),
        ["1:10 bad-value 2 is not a version that is known; write 1"],
    ),
    "version that only equals 1": (
        SMALL.replace("1", "true", 1),
        ["1:10 wrong-type true is not a whole number; the version is 1"],
    ),
    "numbers out of range": (
        small("retry: {count: 51, interval: -1}", "forward: {timeout: 0}"),
        [
            "7:20 bad-value 51 is more than 50",
            "7:34 bad-value -1 is less than 0",
            "8:24 bad-value 0 is less than 1",
        ],
    ),
    "empty lists": (
        "version: 1\nbackends: []\npolicies: [{name: p, retry: {on: []}}]\n",
        [
            "2:11 bad-value the list is empty; it needs at least 1",
            "3:34 bad-value the list is empty; it needs at least 1",
        ],
    ),
    "statuses": (
        small("retry: {on: [abc, 700, 504-500, true, [x], 429.0]}"),
        [
            '7:18 bad-value "abc" is not a status such as 429, "5xx", "500-504" or ">=300"',
            "7:23 bad-value 700 is out of range: statuses are 100 to 599",
            '7:28 bad-value "504-500" runs backwards: the lower status comes first',
            '7:37 wrong-type true is not a status such as 429, "5xx", "500-504" or ">=300"',
            '7:43 wrong-type a list is not a status such as 429, "5xx", "500-504" or ">=300"',
            '7:48 wrong-type 429.0 is not a status such as 429, "5xx", "500-504" or ">=300"',
        ],
    ),
    "scope that is no word of it": (
        small("scope: azure-openai"),
        [
            (
                '7:12 bad-value "azure-openai" is not a scope; write global, {api: NAME}, '
                "{api: NAME, operation: ID} or {product: NAME}"
            )
        ],
    ),
    "operations": (
        small(
            before="apis:\n  - name: ai\n    path: ai\n    operations:\n      - post /x\n"
            "      - GET x\n      - GET\n      - GET /{a}/{a}\n      - GET /a?b=c\n      - 5\n"
        ),
        [
            (
                '9:9 bad-value "post /x" does not begin with a method (GET, '
                "POST, PUT, PATCH, DELETE, "
                'HEAD, OPTIONS, TRACE); did you mean "POST"?'
            ),
            '10:9 bad-value "GET x" has a path that does not begin with a slash',
            '11:9 bad-value "GET" is not a method and a path, such as POST /chat',
            '12:9 bad-value "GET /{a}/{a}" has the same parameter twice',
            (
                '13:9 bad-value "GET /a?b=c" has more than path characters and {parameters} in its '
                "path"
            ),
            "14:9 wrong-type 5 is not text, such as POST /chat",
        ],
    ),
    # names that stand twice or for nothing
    "backends of one name": (
        small(before=BACKEND.replace("us2,", "us1,")),
        ['5:12 duplicate-name "us1" is another backend already, in line 3'],
    ),
    "policies that differ in letter case": (
        SMALL + "  - name: Chat\n",
        [
            (
                '7:11 duplicate-name "Chat" differs only in letter case from '
                "another policy, in line "
                "6; files and the service do not tell the two apart"
            )
        ],
    ),
    "backend with the name of a key": (
        small(
            backend="    api_key: {env: K}\n",
            before="  - {name: us1-key, url: https://us2.example.com}\n",
        ),
        [
            (
                '6:12 duplicate-name "us1-key" is already the named value with '
                "the key of the backend "
                "in line 3"
            )
        ],
    ),
    "no clash without a key": (
        small(before="  - {name: us1-key, url: https://us2.example.com}\n"),
        [],
    ),
    "APIs at one path, operations of one id": (
        small(
            before="apis:\n  - {name: a, path: p, operations: [GET /x/y, GET /x-y]}\n"
            "  - {name: b, path: p}\n"
        ),
        [
            '6:47 duplicate-name "GET /x-y" has the same id as the operation in line 6: "get-x-y"',
            '7:21 duplicate-name "p" is another API\'s path already, in line 6',
        ],
    ),
    "items that stand twice": (
        small("backends: [us1, us1]", backend="    deployments:\n      - a\n      - a\n"),
        [
            '7:9 duplicate-name "a" is in this list already, in line 6',
            '10:21 duplicate-name "us1" is in this list already, in line 10',
        ],
    ),
    "unknown backend": (
        small("backends: [us2]"),
        ['7:16 unknown-reference "us2" is not the name of a backend; did you mean "us1"?'],
    ),
    "backend that cannot be known": (
        small("backends: [us2]", before="  - {nam: us2, url: https://us2.example.com}\n"),
        ['5:6 unknown-key "nam" is not a key of a backend; did you mean "name"?'],
    ),
    "API that exists already": (small("scope: {api: echo-api, operation: create-resource}"), []),
    "unknown operation": (
        small(
            "scope: {api: ai, operation: get-y}",
            before="apis:\n  - {name: ai, path: ai, operations: [GET /x, POST /chat]}\n",
        ),
        [
            (
                '9:33 unknown-reference "get-y" is not the id of an operation of that API; '
                'did you mean "get-x"?'
            )
        ],
    ),
    "unknown operation like no other": (
        small(
            "scope: {api: ai, operation: embed}",
            before="apis:\n  - {name: ai, path: ai, operations: [GET /x, POST /chat]}\n",
        ),
        [
            (
                '9:33 unknown-reference "embed" is not the id of an operation of that API; it has '
                '"get-x", "post-chat"'
            )
        ],
    ),
    # combinations
    "single with two backends": (
        small("routing: single", before=BACKEND),
        [
            (
                "8:14 impossible-combination routing: single takes one backend, "
                "and the policy has 2; "
                "name one in backends, or write routing: random"
            )
        ],
    ),
    "single with one of two": (
        small("routing: single", "backends: [us2]", before=BACKEND),
        ["3:11 no-effect no policy uses this backend: each names others in backends"],
    ),
    "keys that are not there": (
        small("auth: api-key", before=BACKEND),
        [
            (
                "8:11 impossible-combination auth: api-key needs the api_key of "
                'each backend; "us1", '
                '"us2" have none'
            )
        ],
    ),
    "key that only another backend lacks": (
        small(
            "auth: api-key",
            "backends: [us1]",
            backend="    api_key: {env: K}\n",
            before=BACKEND,
        ),
        ["6:12 no-effect no policy uses this backend: each names others in backends"],
    ),
    "one scope for two policies": (
        SMALL + "    scope: {api: A}\n  - name: b\n    scope:\n      api: a\n",
        [
            (
                "9:5 impossible-combination the policy with the scope in line 7 "
                "attaches to the same "
                "place, which takes one policy"
            )
        ],
    ),
    "scopes that differ": (
        SMALL + "    scope: {api: a}\n  - {name: b, scope: {api: a, operation: o}}\n"
        "  - {name: c, scope: {product: a}}\n  - {name: d, scope: global}\n",
        [],
    ),
    "scope of two kinds": (
        small("scope: {api: a, product: b}"),
        [
            (
                "7:21 impossible-combination a scope is an api or a product, not "
                "both; write two policies"
            )
        ],
    ),
    "key of two sources": (
        small(backend="    api_key: {env: A, key_vault: https://kv.vault.azure.net/secrets/a}\n"),
        ["5:23 impossible-combination api_key takes env or key_vault, not both"],
    ),
    "retry without the body": (
        small("retry: {}", "forward: {buffer_request_body: false}"),
        [
            (
                "8:36 impossible-combination a retry sends the request's body again, which needs "
                "buffer_request_body: true"
            )
        ],
    ),
    "no body kept without a retry": (small("forward: {buffer_request_body: false}"), []),
    "bound below the first wait": (
        small("retry: {interval: 5, max_interval: 2, delta: 1}"),
        ["7:40 impossible-combination max_interval is less than interval"],
    ),
    "bound below the default wait": (
        small("retry: {max_interval: 0, delta: 1}"),
        [
            (
                "7:27 impossible-combination max_interval is less than "
                "interval, which is 1 when left "
                "out"
            )
        ],
    ),
    "bound for nothing": (
        small("retry: {max_interval: 5}"),
        [
            (
                "7:13 odd-combination max_interval bounds waits that grow by "
                "delta, and there is no "
                "delta: every wait is interval"
            )
        ],
    ),
    "success as a failure": (
        small('retry: {on: [">=200", 429, 201]}'),
        [
            '7:18 odd-combination ">=200" counts a success as a failure, so it is sent again',
            "7:32 odd-combination 201 counts a success as a failure, so it is sent again",
        ],
    ),
    "rest longer than the longest": (
        small("cooldown: {seconds: 90, max_seconds: 30}"),
        [
            "7:42 impossible-combination max_seconds is less than seconds",
        ],
    ),
    "doubled path": (
        SMALL.replace("com/", "com/openai/").replace(
            "policies:",
            "apis:\n  - {name: a, path: p, operations: [GET /openai/models]}\npolicies:",
        ),
        [
            (
                "4:10 doubled-path the URL ends with /openai, and the paths of requests begin with "
                "it too, so that requests carry it twice; take it off the URL"
            )
        ],
    ),
    "trailing slash, as the article has it": (
        small(before="apis:\n  - {name: a, path: p, operations: [GET /, GET /openai/models]}\n"),
        [],
    ),
    # pools
    "pool": (small("routing: pool", "cooldown: {seconds: 3600}", backend=BACKEND), []),
    "pool whose members trip each for itself": (
        small("routing: pool", "cooldown: {}", backend=BACKEND.replace("}", ", priority: 2}")),
        [],
    ),
    "priorities without anything that trips": (
        small("routing: pool", backend=BACKEND.replace("}", ", priority: 2}")),
        [
            (
                "8:14 odd-combination without cooldown no backend has a circuit breaker to trip, "
                "so that only those of the first priority ever serve; write cooldown: {}"
            )
        ],
    ),
    "priorities where nothing can trip": (
        small(
            "routing: pool",
            backend=BACKEND.replace("}", ", priority: 2}"),
            before="service: {tier: consumption}\n",
        ),
        [
            (
                "9:14 odd-combination without cooldown no backend has a circuit breaker to trip, "
                "so that only those of the first priority ever serve; and the consumption tier has "
                "none"
            )
        ],
    ),
    "longest rest in a pool": (
        small("routing: pool", "cooldown: {max_seconds: 60}"),
        [
            (
                "8:16 no-effect the service's circuit breaker rests for as long as "
                "Retry-After says, however long: max_seconds does nothing in a pool"
            )
        ],
    ),
    "breakers in a tier without": (
        small("routing: pool", "cooldown: {}", before="service: {tier: consumption}\n"),
        [
            (
                "9:5 impossible-combination the consumption tier has no circuit breakers, which is "
                "what cooldown is for a pool"
            )
        ],
    ),
    "endpoints of a pool": (
        small("routing: pool", "endpoints: inline"),
        [("8:5 no-effect a pool's backends hold their URLs themselves: endpoints does nothing")],
    ),
    "pools of one name, by a deployment's": (
        small("routing: pool", "match_deployment: true", backend="    deployments: [b]\n")
        + "  - {name: chat-b, routing: pool}\n",
        [
            (
                '10:12 duplicate-name "chat-b" has a pool of the same name as a pool of the '
                "policy in "
                "line 7"
            )
        ],
    ),
    "pool of the same name as a backend": (
        small("routing: pool", backend=BACKEND.replace("us2,", "CHAT-pool,")),
        [('7:11 duplicate-name "chat" has a pool of the same name as the backend in line 5')],
    ),
    "pool with a name too long": (
        small("routing: pool").replace("chat", "c" * 76),
        [
            (
                f'6:11 bad-name "{"c" * 59}…" is longer than 75 characters, which is as long as '
                "it may be with -pool after it: the name of its pool"
            )
        ],
    ),
    "backend in a pool with a name too long": (
        small("routing: pool").replace("us1\n", "u" * 81 + "\n"),
        [
            (
                f'3:11 bad-name "{"u" * 59}…" is longer than 80 characters, which is as long as '
                "a backend in a pool may be called"
            )
        ],
    ),
    "more members than a pool has": (
        small(
            "routing: pool",
            backend="".join(BACKEND.replace("us2", f"b{n}") for n in range(30)),
        ),
        [
            (
                "37:14 impossible-combination a pool has at most 30 members, and the policy has 31 "
                "backends; name fewer in backends"
            )
        ],
    ),
    "two breakers for one backend": (
        small("routing: pool", "cooldown: {seconds: 20}")
        + "  - {name: b, routing: pool, cooldown: {}}\n",
        [
            (
                '9:30 impossible-combination the backend "us1" is in the pool of the policy with '
                "the routing in line 7 too, which has another cooldown; a backend has one circuit "
                "breaker; let both have the same seconds"
            )
        ],
    ),
    "one breaker for one backend, written twice": (
        small("routing: pool", "cooldown: {}")
        + "  - {name: b, routing: pool, cooldown: {seconds: 10}}\n",
        [],
    ),
    "a key for one policy and none for another": (
        small("routing: pool", "auth: api-key", backend="    api_key: {env: K}\n")
        + "  - {name: b, routing: pool}\n",
        [
            (
                '10:24 impossible-combination the backend "us1" is in the pool of the policy with '
                "the routing in line 8 too, which has another auth; a backend in a pool sends its "
                "key for every policy, or for none"
            )
        ],
    ),
    "pools that share no backend": (
        small("routing: pool", "backends: [us1]", "cooldown: {seconds: 20}", backend=BACKEND)
        + "  - {name: b, routing: pool, backends: [us2]}\n",
        [],
    ),
    # what does not go with a routing
    "what a pool can't do": (
        small(
            "routing: pool",
            "affinity: subscription",
            "prefer: gateway-region",
            "retry: {pick: untried}",
            "response_headers: {backend: x-backend}",
        ),
        [
            (
                "8:5 impossible-combination affinity does not go with routing: pool: the service "
                "picks "
                "the members of a pool, without regard to who asks"
            ),
            (
                "9:5 impossible-combination prefer: gateway-region does not go with routing: "
                "pool: the "
                "service picks the members of a pool, without regard to regions; give those of one "
                "region a better priority"
            ),
            (
                "10:13 impossible-combination retry.pick: untried does not go with routing: "
                "pool: the "
                "service picks the members of a pool, for a further try too, and can't leave out "
                "those "
                "that were tried"
            ),
            (
                "11:24 impossible-combination response_headers.backend does not go with routing: "
                "pool: "
                "the policy does not learn which member a pool picks"
            ),
        ],
    ),
    "a pool of members with credentials of different kinds": (
        small("routing: pool", backend="    auth: api-key\n    api_key: {env: K}\n" + BACKEND),
        [
            (
                "9:11 impossible-combination auth that differs by backend does not go with "
                "routing: "
                "pool: the policy does not learn which member a pool picks, so it can't send "
                "each its "
                "own credentials"
            ),
        ],
    ),
    "names of ones own in the body, in a pool": (
        small(
            "routing: pool",
            "match_deployment: body",
            backend="    deployments: [{name: a, backend_name: b}]\n",
        ),
        [
            (
                "9:5 impossible-combination match_deployment: body, with a backend_name does not "
                "go "
                "with routing: pool: the policy does not learn which member a pool picks, so it "
                "can't "
                "write that member's name of the deployment into the body"
            ),
        ],
    ),
    "members of a pool with identities of their own": (
        small(
            "routing: pool",
            backend="    auth: {managed_identity: {client_id: "
            "00000000-0000-0000-0000-000000000001}}\n" + BACKEND,
        ),
        [
            (
                "8:11 impossible-combination auth that differs by backend does not go with "
                "routing: pool: the policy does not learn which member a pool picks, so it can't "
                "send each its own credentials"
            ),
        ],
    ),
    "what one backend has no use for": (
        small("routing: single", "affinity: subscription", "prefer: gateway-region"),
        [
            "8:5 no-effect affinity has no effect: there is one backend",
            "9:5 no-effect prefer: gateway-region has no effect: there is one backend",
        ],
    ),
    "a key of a backend's own that is not there": (
        small(backend="    auth: api-key\n"),
        [
            (
                "5:11 impossible-combination auth: api-key needs the backend's api_key, and it "
                "has none"
            ),
        ],
    ),
    "nobody left to serve": (
        small(backend="    weight: 0\n"),
        [
            (
                "7:11 impossible-combination each backend of the policy has weight: 0, so none "
                "is left to "
                "serve"
            ),
        ],
    ),
    "priorities that nothing leads to": (
        small("routing: priority", backend="    priority: 2\n" + BACKEND),
        [
            (
                "9:14 odd-combination without retry and cooldown a failure changes nothing, so "
                "that only "
                "the backends of the first priority ever serve; write cooldown: {}"
            ),
        ],
    ),
    "a cooldown without a cache": (
        "service: {tier: consumption}\n" + small("cooldown: {}"),
        [
            (
                "8:5 odd-combination the consumption tier has no built-in cache, so that nothing "
                "is "
                "remembered between requests; connect an external cache to the instance, or leave "
                "cooldown out and write retry: {pick: untried}"
            ),
        ],
    ),
    "a name of its own that nobody asks by": (
        small(backend="    deployments: [{name: a, backend_name: b}]\n"),
        [
            (
                "5:29 no-effect backend_name has no effect: only a policy with match_deployment "
                "reads it"
            ),
        ],
    ),
    "weights without a routing that reads them": (
        small(backend="    weight: 5\n    priority: 2\n"),
        [
            (
                "5:5 no-effect weight has no effect: only a policy with routing: weighted, "
                "priority or pool reads it, and none that uses this backend has that"
            ),
            (
                "6:5 no-effect priority has no effect: only a policy with routing: priority or "
                "pool reads it, and none that uses this backend has that"
            ),
        ],
    ),
    "weights that say what is so without them": (
        small(backend="    weight: 1\n    priority: 1\n"),
        [],
    ),
    "weights for one of two policies": (
        small(backend="    weight: 5\n") + "  - {name: pooled, routing: pool}\n",
        [],
    ),
    "a key where every policy has an identity": (
        small(backend="    api_key: {env: K}\n"),
        [
            (
                "5:5 no-effect api_key has no effect: only a policy with auth: api-key reads it, "
                "and none that uses this backend has that"
            )
        ],
    ),
    "a pick among one": (
        small("routing: single", "retry: {pick: random}"),
        ["8:13 no-effect pick has no effect: there is one backend"],
    ),
    "a fast first try where none waits": (
        small("retry: {interval: 0, first_fast_retry: true}"),
        ["7:26 no-effect first_fast_retry has no effect: with interval: 0 no try waits"],
    ),
    "one URL twice": (
        small(before="  - {name: us2, url: 'https://US1.openai.azure.com'}\n"),
        [
            (
                "5:22 same-resource the backend in line 4 has the same URL: a request that fails "
                "there fails here too, and its share of the load is doubled"
            )
        ],
    ),
    "one key twice": (
        small(
            "auth: api-key",
            backend="    api_key: {env: K}\n",
            before="  - {name: us2, url: https://us2.example.com, api_key: {env: K}}\n",
        ),
        [
            (
                "6:62 same-resource the backend in line 5 takes its key from the same environment "
                "variable; two resources have two keys"
            )
        ],
    ),
    "a URL that ends in the path of requests, without any API": (
        SMALL.replace("com/", "com/openai/"),
        [
            (
                "4:10 doubled-path the URL ends with /openai, and the paths of requests begin with "
                "it too, so that requests carry it twice; take it off the URL"
            )
        ],
    ),
    "a URL that ends at a deployment": (
        SMALL.replace("com/", "com/openai/deployments/gpt-4o"),
        [
            (
                "4:10 doubled-path the URL ends at one deployment, and the paths of requests name "
                "it too; end the URL at the host"
            )
        ],
    ),
    "a scope on an API that is not listed": (
        small("scope: {api: shop}", before="apis:\n  - {name: shops, path: shops}\n"),
        [('9:18 unknown-api no API of this inventory is called "shop"; did you mean "shops"?')],
    ),
    "a scope on an API that is like none": (
        small("scope: {api: chat}", before="apis:\n  - {name: shops, path: shops}\n"),
        [
            (
                '9:18 unknown-api no API of this inventory is called "chat"; '
                "the service must have it already"
            )
        ],
    ),
    "a scope on an API of the service": (small("scope: {api: chat}"), []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_each_mistake_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert findings(text) == expected


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines() -> None:
    text = (
        "version: 2\nbackends:\n  - name: a b\n    url: ftp://x\npolicies:\n  - nam: c\n"
        "    routing: singel\n    backends: [x]\n"
    )

    assert [found.split(" ")[:2] for found in findings(text)] == [
        ["1:10", "bad-value"],
        ["3:11", "bad-name"],
        ["4:10", "bad-url"],
        ["6:5", "unknown-key"],
        ["7:14", "bad-value"],
        ["8:16", "unknown-reference"],
    ]


def test_mistakes_by_the_thousand_are_told_by_the_thousand() -> None:
    found = findings("version: 1\nbackends:\n" + "  - x\n" * 5000 + "policies: [{name: p}]\n")

    assert len(found) == 1000
