"""Resolving: which notices are one procedure, which names one organization; pure rules, weights and measures.

Records come in, probabilities with their reasons and figures go out; nothing here stores, shows or waits.
"""
