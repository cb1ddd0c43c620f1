"""Paris 44: a discrete-event simulation of the Allied advance on Paris, 22-26 August 1944."""

__version__ = "0.2.0"
