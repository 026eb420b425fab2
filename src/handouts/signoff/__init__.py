"""Sign-off: named people approve exactly what is printed, in one language, for a time.

``policy`` says what the library asks for, ``people`` who may sign, ``record`` what is signed,
``signatures`` how, ``ledger`` where it is kept, ``standing`` what it amounts to today, ``signing``
writes the next record, ``decisions`` takes a reviewer's verdicts back into the catalogs.
"""
