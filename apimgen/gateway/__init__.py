"""The gateway: executes policy documents offline, with whatever world is around them.

``instance/`` holds what an API Management instance knows: documents by scope, backends, pools.
``engine/`` compiles the documents of one operation to one Python function. ``policies/`` has a
module for each policy, named as its entry of knowledge. ``backends/`` picks from pools and trips
circuit breakers. The function is a generator: it yields what only a world can do (a wait, a call;
see :mod:`~apimgen.gateway.engine.effects`) and is sent what came of it, so that ``trace``,
``simulate``, ``survive`` and ``serve`` run the same code.
"""
