"""The library: every article, as filters and an order show them, to open one and to walk the rest."""
