"""The road: lanes as queues, the rules that hold a head before a place, phase lines."""
