"""Templates of a user's own: each file and block can be changed, and none is ignored."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from apimgen.errors import ApimgenError
from apimgen.inventory import Routing
from apimgen.render.context import Context
from apimgen.render.environment import OURS, environment
from apimgen.render.errors import BadTemplateError
from apimgen.render.outline import outline_of
from apimgen.render.templates import Templates
from tests.render.making import made, tags, text, tree

if TYPE_CHECKING:
    from pathlib import Path

FRAME = '{% extends "apimgen/policy.xml.j2" %}\n'
MARK = '<set-header name="x-mine" exists-action="delete" />'
NAMES = ", ".join(sorted(path.name for path in OURS.iterdir()))
BY_TABLE = {"weighted", "priority"}
ROUTINGS = [word.value for word in Routing if word not in BY_TABLE]
PICKED_AGAIN = (
    'policy.xml.j2:2: the block "pick" overrides nothing here: '
    "pool.xml.j2, random.xml.j2, single.xml.j2, table.xml.j2 print their own; write it there"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for templates."""
    made = tmp_path / "mine"
    made.mkdir()
    return made


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def mistakes(folder: Path, policy: str = "") -> list[str]:
    """What is wrong with the templates, without the folder's name."""
    with pytest.raises(BadTemplateError) as caught:
        made(policy, folder)
    return [str(each).replace(f"{folder}/", "") for each in caught.value.mistakes]


class TestOurs:
    @pytest.mark.parametrize("routing", ROUTINGS)
    def test_each_routing_says_the_same_four_things(self, routing: str) -> None:
        path = OURS / f"{routing}.xml.j2"
        blocks = outline_of(environment(None), path, path.name).blocks
        assert {"pick", "use", "failed", "again"} <= blocks.keys()

    @pytest.mark.parametrize("name", [path.name for path in sorted(OURS.iterdir())])
    def test_each_file_can_be_copied_and_makes_the_same(self, folder: Path, name: str) -> None:
        write(folder, {name: (OURS / name).read_text(encoding="utf-8")})
        table = "routing: weighted\nmatch_deployment: true\ncooldown: {}\nretry: {pick: untried}"
        pool = "routing: pool\nretry: {}\nexhausted: {}"
        for policy in ("retry: {}\nauth: api-key", pool, table):
            assert text(policy, folder) == text(policy)

    def test_all_of_them_can_be_copied_together(self, folder: Path) -> None:
        write(folder, {each.name: each.read_text(encoding="utf-8") for each in OURS.iterdir()})
        assert text("retry: {}", folder) == text("retry: {}")


class TestOverriding:
    def test_a_block_of_the_frame(self, folder: Path) -> None:
        block = "{% block on_error %}" + MARK + "{{ super() }}{% endblock %}"
        write(folder, {"policy.xml.j2": FRAME + block})
        root = tree("retry: {}", folder)
        assert tags(root, "on-error") == ["set-header", "base"]
        assert len(list(root.iter("retry"))) == 1

    @pytest.mark.parametrize("name", ["policy.xml.j2", "random.xml.j2", "use.xml.j2"])
    def test_a_template_that_extends_its_own_name_means_ours(self, folder: Path, name: str) -> None:
        block = {"p": "outbound", "r": "pick", "u": "credentials"}[name[0]]
        body = f'{{% extends "{name}" %}}{{% block {block} %}}{MARK}{{{{ super() }}}}'
        write(folder, {name: body + "{% endblock %}"})
        assert 'name="x-mine"' in text("", folder)

    def test_the_choice_of_one_routing_leaves_the_others_alone(self, folder: Path) -> None:
        body = '{% extends "apimgen/random.xml.j2" %}{% block pick %}'
        body += '<set-backend-service base-url="{{ backends[-1].base_url }}" />{% endblock %}'
        write(folder, {"random.xml.j2": body})
        services = list(tree("retry: {}", folder).iter("set-backend-service"))
        assert [each.get("base-url") for each in services] == ["{{us2}}", "{{us2}}"]
        single = "routing: single\nbackends: [us1]"
        assert text(single, folder) == text(single)

    def test_what_a_routing_takes_for_a_failure(self, folder: Path) -> None:
        body = '{% extends "apimgen/random.xml.j2" %}{% block failed %}'
        body += "{{ super() }} || context.Response.StatusCode == 204{% endblock %}"
        write(folder, {"random.xml.j2": body})
        root = tree("retry: {on: [429]}", folder)
        (retry,) = root.iter("retry")
        condition = "context.Response.StatusCode == 429 || context.Response.StatusCode == 204"
        assert retry.get("condition") == f"@({condition})"
        assert retry[0][0].get("condition") == f"@(context.Response != null && ({condition}))"

    def test_how_every_routing_uses_a_backend(self, folder: Path) -> None:
        body = '{% extends "apimgen/use.xml.j2" %}{% block credentials %}\n'
        body += '<set-header name="x-key" exists-action="override">'
        body += "<value>{{ backend.key }}</value></set-header>{% endblock %}"
        write(folder, {"use.xml.j2": body})
        for routing in ("routing: single\nbackends: [us1]", "routing: random"):
            headers = list(tree(f"{routing}\nauth: api-key", folder).iter("set-header"))
            assert {each.get("name") for each in headers} == {"x-key"}

    def test_a_frame_of_ones_own_with_parts_of_ours(self, folder: Path) -> None:
        body = "<policies><inbound><base />\n{{ self.pick() }}\n</inbound><backend><base />"
        body += "</backend><outbound><base /></outbound><on-error><base /></on-error></policies>"
        write(folder, {"policy.xml.j2": body})
        assert tags(tree("", folder), "inbound") == ["base", "set-variable", "choose"]

    def test_parts_of_ones_own_that_other_templates_use(self, folder: Path) -> None:
        body = '{% block outbound %}{% include "parts/mark.xml.j2" %}{{ super() }}{% endblock %}'
        files = {"base.xml.j2": FRAME + body, "parts/mark.xml.j2": MARK}
        write(folder, {**files, "policy.xml.j2": '{% extends "base.xml.j2" %}'})
        assert mistakes(folder)[0].startswith("policy.xml.j2:1: overrides no block of base.xml.j2")
        body = '{% extends "base.xml.j2" %}{% block header %}{% endblock %}'
        write(folder, {"policy.xml.j2": body})
        assert tags(tree("", folder), "outbound") == ["set-header", "base"]

    def test_the_users_own_xml_takes_the_indent_of_its_place(self, folder: Path) -> None:
        body = "{% block outbound %}\n    <base />\n  {{ extra.outbound }}{% endblock %}"
        write(folder, {"policy.xml.j2": FRAME + body})
        written = text(
            "extra:\n  outbound: |\n    <choose>\n    <when condition='@(true == false)' />\n"
            "    </choose>",
            folder,
        )
        assert "  <choose>\n      <when condition='@(true == false)' />\n  </choose>" in written

    def test_a_template_changed_between_two_runs_is_read_again(self, folder: Path) -> None:
        for word in ("one", "two"):
            body = f"{{% block header %}}<!-- {word} -->{{% endblock %}}"
            write(folder, {"policy.xml.j2": FRAME + body})
            assert text("", folder).startswith(f"<!-- {word} -->")


class TestWhatIsInVain:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            pytest.param(
                {"polcy.xml.j2": "x"},
                [('polcy.xml.j2:1: overrides nothing, and no template uses it; did you mean '
                 '"policy.xml.j2"?')],
                id="a misspelt file",
            ),
            pytest.param(
                {"policy.xml": "x"},
                [('policy.xml:1: overrides nothing, and no template uses it; did you mean '
                 '"policy.xml.j2"?')],
                id="a suffix forgotten",
            ),
            pytest.param(
                {"sub/random.xml.j2": "x"},
                [("sub/random.xml.j2:1: overrides nothing, and no template uses it; random.xml.j2 "
                 "belongs at the top of the folder")],
                id="a file in a folder below",
            ),
            pytest.param(
                {"elsewhere.j2": "x"},
                [f"elsewhere.j2:1: overrides nothing, and no template uses it; ours are {NAMES}"],
                id="a file like none of ours",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "{% block outbond %}{% endblock %}"},
                [('policy.xml.j2:2: the block "outbond" overrides nothing; did you mean '
                 '"outbound"?')],
                id="a misspelt block",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "{% block pick %}{% endblock %}"},
                [PICKED_AGAIN],
                id="a block of another file",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "{% block address %}{% endblock %}"},
                [('policy.xml.j2:2: the block "address" overrides nothing here; it is a block of '
                 "table.xml.j2, use.xml.j2")],
                id="a block of a file that is included",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "{% block inbound %}<base />{% endblock %}\n"
                 "{% block routing %}{% endblock %}"},
                [('policy.xml.j2:3: the block "routing" overrides nothing, since "inbound", which '
                 'it is in, is replaced without super()')],
                id="a block within a replaced one",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "\n<base />\n{% block outbound %}{% endblock %}"},
                [("policy.xml.j2:3: this text is in no block: a template that extends another "
                 "prints none")],
                id="text beside the blocks",
            ),
            pytest.param(
                {"use.xml.j2": '{% extends "apimgen/use.xml.j2" %}'},
                ["use.xml.j2:1: overrides no block of use.xml.j2, which has address, credentials"],
                id="no block",
            ),
            pytest.param(
                {"policy.xml.j2": FRAME + "{% block outbund %}{% endblock %}", "randm.xml.j2": ""},
                [('policy.xml.j2:2: the block "outbund" overrides nothing; did you mean '
                 '"outbound"?'),
                 ('randm.xml.j2:1: overrides nothing, and no template uses it; did you mean '
                 '"random.xml.j2"?')],
                id="several",
            ),
        ],
    )  # fmt: skip
    def test_is_an_error_with_the_nearest_name(
        self, folder: Path, files: dict[str, str], expected: list[str]
    ) -> None:
        assert mistakes(write(folder, files)) == expected

    @pytest.mark.parametrize(
        "body",
        [
            (
                "{% block inbound %}<base />{{ self.routing() }}{% endblock %}"
                "{% block routing %}{{ self.pick() }}{% endblock %}"
            ),
            (
                "{% block inbound %}<base />{% block routing %}{{ self.pick() }}{% endblock %}"
                "{% endblock %}"
            ),
            (
                "{% block outbound %}<base />{{ self.mine() }}{% endblock %}"
                "{% block mine %}{% endblock %}"
            ),
            "{% block outbound %}<base />{% block mine %}{% endblock %}{% endblock %}",
            (
                "{% set word = 'x' %}{% block outbound %}{{ super() }}<!-- {{ word }} -->"
                "{% endblock %}"
            ),
            "{# a note #}{% block outbound %}{{ super() }}{% endblock %}",
        ],
    )
    def test_what_is_printed_in_another_way_is_none(self, folder: Path, body: str) -> None:
        text("", write(folder, {"policy.xml.j2": FRAME + body}))

    def test_a_file_that_a_name_made_while_rendering_may_use_is_none(self, folder: Path) -> None:
        body = '{% block outbound %}{% include routing ~ ".part.j2" %}{{ super() }}{% endblock %}'
        write(folder, {"policy.xml.j2": FRAME + body, "random.part.j2": MARK})
        assert tags(tree("", folder), "outbound") == ["set-header", "base"]

    def test_notes_and_hidden_files_are_none(self, folder: Path) -> None:
        body = "{% block header %}{% endblock %}"
        write(folder, {"policy.xml.j2": FRAME + body, "README.md": "x", ".git/a.xml.j2": "x"})
        assert text("", folder).startswith("<policies>")

    def test_a_folder_without_templates(self, folder: Path) -> None:
        write(folder, {"README.md": "x"})
        with pytest.raises(ApimgenError) as caught:
            Templates(folder)
        assert caught.value.message.startswith(f"there is no template in {folder}; ours are ")
        with pytest.raises(ApimgenError, match=r"README\.md is not a folder of templates"):
            Templates(folder / "README.md")


class TestMistakes:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            ("<policies>\n{% if %}</policies>", ":2: Expected an expression"),
            ('\n{% extends "apimgen/polcy.xml.j2" %}', ':2: there is no template "apimgen/polcy'),
            ("<policies>\n\n{{ qqq.here }}</policies>", ":3: `qqq` is not known; a templ"),
            ("{% set x = '@(1)' %}\n{{ x }}", ':2: "@(" in a value would be read as code'),
            ("\n{{ retrys }}", ':2: `retrys` is not known; did you mean "retry"?'),
            (
                "\n{{ backends[0].nothing }}",
                ":2: `backend.nothing` is not known; a backend has: name, base_url, key",
            ),
            ("{{ auth.clientid }}", ':1: `auth.clientid` is not known; did you mean "client_id"?'),
            ("{{ policy.nme }}", ':1: `policy.nme` is not known; did you mean "name"?'),
            (
                "{{ retry.count }}",
                ":1: `count` is asked of a value that is none for this policy; test the value fir",
            ),
            ("{{ routing.word }}", ":1: `word` is not known; it is asked of a text"),
            ("\n\n{{ self.pck() }}", ':3: there is no block "pck" here'),
            ("\n{{ 1 / 0 }}", ":2: division by zero"),
            ("\n{{ source() }}", ":2: 'str' object is not callable"),
            (
                '{% extends "random.xml.j2" %}{% block outbound %}{% endblock %}',
                ":1: extends itself: policy.xml.j2 extends random.xml.j2 extends policy.xml.j2",
            ),
            ("\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ":2: the templates include or"),
        ],
    )
    def test_are_told_with_their_line(self, folder: Path, files: str, expected: str) -> None:
        (found,) = mistakes(write(folder, {"policy.xml.j2": files}))
        assert found.startswith("policy.xml.j2" + expected)

    def test_what_is_not_utf8(self, folder: Path) -> None:
        (folder / "policy.xml.j2").write_bytes(b"<policies>\xff</policies>")
        assert mistakes(folder) == ["policy.xml.j2:1: can't be read: it is not UTF-8"]


def test_the_context_documents_each_of_its_fields() -> None:
    from tests.paste import context_rows

    rows = [name for name, _ in context_rows()]
    assert rows[: len(fields(Context))] == [f"`{field.name}`" for field in fields(Context)]
    assert "`backend.base_url`" in rows
