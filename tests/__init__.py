"""The tests of Paris 44. A package, so that ``tests.build`` can be imported from every folder of it."""
