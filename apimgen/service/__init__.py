"""Everything that talks to a live API Management service: compare, plan, apply, pull, roll back.

Data moves one way: an inventory and its rendered policies become desired :mod:`resources`. These
are compared with what the service has, which gives a :mod:`plan`. :mod:`apply` carries it out and
keeps a journal, which a rollback can undo. :mod:`pull`, :mod:`sides` and :mod:`show` read the
service, compare it and print. Only :mod:`arm` knows the SDK, and imports it when it connects.
"""
