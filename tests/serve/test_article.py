"""The article on a laptop: its own requests, against the stand-ins."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.program import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "samples" / "article" / "4-random-retry.yaml"
# As the article writes them, but for scheme, host and port.
CHAT = """curl "{base}/openai-test/openai/deployments/gpt-35-turbo/chat/completions\
?api-version=2023-05-15" \\
  -H "Content-Type: application/json" \\
  -d '{{"messages": [{{"role": "user", "content": "Tell me about Azure OpenAI Service."}}]}}'"""
EMBEDDINGS = """curl "{base}/openai-test/openai/deployments/text-embedding-ada-002/embeddings\
?api-version=2023-05-15" \\
  -H "Content-Type: application/json" \\
  -d '{{"input": "Sample Document goes here"}}'"""


pytestmark = pytest.mark.xdist_group("article")  # one server for all


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(SAMPLE, "--stand-ins", "--fault", "my-endpoint-canada=401") as found:
        yield found


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("command", [CHAT, EMBEDDINGS], ids=["chat", "embeddings"])
def test_the_requests_of_the_article(server: Server, command: str) -> None:
    text = command.format(base=f"http://127.0.0.1:{server.port}")
    done = subprocess.run(text, shell=True, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    kind = "chat.completion" if "chat" in command else "list"
    # one request in 81 meets Canada four times
    assert found.get("object") == kind or found["error"]["code"] in ("401", "DeploymentNotFound")


def test_a_line_tells_who_was_tried(server: Server) -> None:
    path = "/openai-test/openai/deployments/gpt-35-turbo/chat/completions"
    reply = server.ask(path)
    line = server.line(str(reply.status), "POST /openai/deployments/{deployment}/chat/completions")
    assert f" {reply.status}  " in line
    assert line.endswith(" ms")


def test_the_client_of_openai_works_and_streams() -> None:
    openai = pytest.importorskip("openai", reason="the client of OpenAI is not installed")
    with serving(SAMPLE, "--stand-ins") as server:
        client = openai.AzureOpenAI(
            azure_endpoint=f"http://127.0.0.1:{server.port}/openai-test",
            api_key="none",
            api_version="2024-10-21",
            max_retries=0,
        )
        messages = [{"role": "user", "content": "Hello"}]
        answer = client.chat.completions.create(model="gpt-35-turbo", messages=messages)
        assert "stand-in" in answer.choices[0].message.content
        assert answer.usage.total_tokens > 0
        pieces = client.chat.completions.create(
            model="gpt-35-turbo", messages=messages, stream=True
        )
        words = [piece.choices[0].delta.content or "" for piece in pieces]
        assert "".join(words) == answer.choices[0].message.content
        assert len(words) > 3
