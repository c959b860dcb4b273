"""The full names of the .NET types that the binder knows, one a line."""

import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ALLOWED = HERE.parents[1] / "apimgen" / "csharp" / "types" / "allowed.yaml"

allowed = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))["allowed"]
names = [f"{space}.{name.replace('.', '+')}" for space, types in allowed.items() for name in types]
also = (HERE / "also.txt").read_text(encoding="utf-8")
sys.stdout.write("\n".join(names) + "\n" + also)
