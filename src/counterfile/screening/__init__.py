"""Screening: a learner ranks a heap by a person's decisions, and says how much may still be missed.

Pure: records and decisions come in, ids and figures come out; nothing here stores, shows or waits.

    parts       the sockets of a learner: feature extractor, classifier, balancer, querier, stopper
    features    texts -> sparse vectors
    learners    linear classifiers, class weights, the order of reading
    stopping    bounds on recall and the rules that stop by them
    session     one screening question over one heap
    simulation  a session replayed on a labeled heap, with the figures by which learners are compared
    labeled     labeled heaps from CSV files
    curves      recall curves as tables and pictures
"""
