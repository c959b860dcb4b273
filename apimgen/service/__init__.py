"""Everything that talks to a live API Management service: compare, plan, apply, pull, roll back.

Data moves one way: an inventory and its rendered policies become desired resources
(:mod:`desired`), which are compared with what :mod:`live` reads into a :class:`plan.Plan`, which
:mod:`apply` carries out under a :class:`journal.Journal`, which :mod:`rollback` can undo. Only
:mod:`connect` and :mod:`arm` know the SDK, and they import it when a connection is made.
"""
