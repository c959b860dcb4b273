"""The full names of the .NET types that the binder knows, one a line."""

from pathlib import Path

import yaml

HERE = Path(__file__).parent
allowed = yaml.safe_load((HERE.parents[1] / "apimgen/csharp/types.yaml").read_text())["allowed"]
for namespace, types in allowed.items():
    for name in types:
        print(f"{namespace}.{name.replace('.', '+')}")
print((HERE / "also.txt").read_text(), end="")
