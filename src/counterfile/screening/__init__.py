"""Screening: a learner ranks a heap by a person's decisions, and says how much may still be missed.

Records and decisions come in, ids and figures come out; nothing here stores a fact, shows or waits. The last four work on an
inquiry's facts, which they read; all they write is a cache of vectors.

    parts       the sockets of a learner: feature extractor, classifier, balancer, querier, stopper
    features    texts -> sparse vectors
    learners    linear classifiers, class weights, the order of reading
    stopping    bounds on recall and the rules that stop by them
    session     one screening question over one heap
    simulation  a session replayed on a labeled heap, with the figures by which learners are compared
    labeled     labeled heaps from CSV files
    curves      recall curves as tables and pictures
    agreement   how well coders agree, with intervals
    vectors     the vectors of an inquiry's heap, kept beside it
    desk        a screening of an inquiry: what is read next, what an answer makes true, where it stands
    rest        what software decides after the stop
    exchange    decisions in and out: CSV, RIS, ASReview
"""
