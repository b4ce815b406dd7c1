CREATE TABLE activity (
    seq INTEGER NOT NULL,
    stage TEXT NOT NULL,
    version TEXT NOT NULL,
    work TEXT NOT NULL,
    "key" TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    PRIMARY KEY (seq)
);

CREATE TABLE arrival (
    seq INTEGER NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,
    container TEXT NOT NULL,
    collector TEXT NOT NULL,
    arrived_at TEXT NOT NULL,
    PRIMARY KEY (seq),
    CONSTRAINT arrival_once UNIQUE (digest, origin, container)
);

CREATE INDEX arrival_name ON arrival (name);

CREATE TABLE cluster (
    kind TEXT NOT NULL,
    member TEXT NOT NULL,
    cluster TEXT NOT NULL,
    PRIMARY KEY (kind, member)
)
 WITHOUT ROWID;

CREATE INDEX cluster_members ON cluster (kind, cluster);

CREATE TABLE current (
    stage TEXT NOT NULL,
    work TEXT NOT NULL,
    version TEXT NOT NULL,
    activity INTEGER NOT NULL,
    PRIMARY KEY (stage, work)
)
 WITHOUT ROWID;

CREATE INDEX current_version ON current (stage, version);

CREATE TABLE document (
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (digest)
)
 WITHOUT ROWID;

CREATE TABLE document_state (
    digest TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    media_type TEXT,
    reading INTEGER,
    PRIMARY KEY (digest)
)
 WITHOUT ROWID;

CREATE INDEX document_state_state ON document_state (state, digest);

CREATE TABLE due (
    stage TEXT NOT NULL,
    work TEXT NOT NULL,
    PRIMARY KEY (stage, work)
)
 WITHOUT ROWID;

CREATE TABLE evidence (
    activity INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (activity, statement, number)
)
 WITHOUT ROWID;

CREATE TABLE judgement (
    seq INTEGER NOT NULL,
    activity INTEGER,
    question TEXT NOT NULL,
    subject TEXT NOT NULL,
    other TEXT NOT NULL,
    answer TEXT NOT NULL,
    agent TEXT NOT NULL,
    agent_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    score FLOAT,
    decided_at TEXT NOT NULL,
    reading TEXT NOT NULL,
    PRIMARY KEY (seq)
);

CREATE INDEX judgement_activity ON judgement (activity);

CREATE INDEX judgement_other ON judgement (other, question);

CREATE INDEX judgement_subject ON judgement (subject, question);

CREATE TABLE judgement_evidence (
    judgement INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (judgement, number)
)
 WITHOUT ROWID;

CREATE TABLE notice (
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    reading TEXT NOT NULL,
    activity INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 WITHOUT ROWID;

CREATE INDEX notice_document ON notice (document, start);

CREATE TABLE outcome (
    activity INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    media_type TEXT,
    PRIMARY KEY (activity)
);

CREATE TABLE reading (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    reader TEXT NOT NULL,
    text TEXT NOT NULL,
    layout BLOB NOT NULL,
    charset TEXT,
    masked INTEGER NOT NULL,
    sandbox TEXT NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (id)
);

CREATE TABLE redirect (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    PRIMARY KEY (old)
)
 WITHOUT ROWID;

CREATE TABLE statement (
    activity INTEGER NOT NULL,
    number INTEGER NOT NULL,
    notice TEXT NOT NULL,
    subject TEXT NOT NULL,
    property TEXT NOT NULL,
    value TEXT NOT NULL,
    derivation TEXT NOT NULL,
    layer TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    "conflict" BOOLEAN NOT NULL,
    basis TEXT,
    amount TEXT,
    currency TEXT,
    rate TEXT,
    "key" TEXT,
    PRIMARY KEY (activity, number)
)
 WITHOUT ROWID;

CREATE INDEX statement_key ON statement ("key", property) WHERE key IS NOT NULL;

CREATE TABLE tally (
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (name)
)
 WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5(own, furniture, content='', tokenize='unicode61 remove_diacritics 0', detail=full);
