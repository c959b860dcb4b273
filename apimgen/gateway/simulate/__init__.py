"""Many requests through a gateway in simulated time: who served them, and how long it took.

``scenario`` says what happens, ``loop`` lets it happen in the order of simulated time, ``backends``
answers, ``tally`` counts, and ``outcome`` is what came of it.
"""
