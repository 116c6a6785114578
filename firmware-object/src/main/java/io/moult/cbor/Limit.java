package io.moult.cbor;

/** What is limited in anything that comes from outside, and the default. Beyond it: refused, never truncated. */
public enum Limit {
    /** Octets of an envelope without the content of its integrated payload. */
    HEAD_BYTES(64 * 1024),
    /** Levels of arrays, maps and tags within one CBOR document; and levels of command sequences within one another. */
    NESTING_DEPTH(16),
    /** Data items in one CBOR document, keys included. */
    ITEMS(16 * 1024),
    /** Entries of an envelope. */
    ENVELOPE_ENTRIES(32),
    /** Authentication blocks of an envelope. */
    SIGNATURES(8),
    /** Recipients of an encrypted payload. */
    RECIPIENTS(256),
    /** Certificates of a chain of delegation. */
    CERTIFICATES(4),
    /** Components of a manifest. */
    COMPONENTS(32),
    /** Dependencies of a manifest. */
    DEPENDENCIES(16),
    /** Octets of one component identifier, all its parts together. */
    COMPONENT_ID_BYTES(256),
    /** Commands of a manifest, all its sequences together; of a procedure, those run, and dependencies read. */
    STEPS(1024),
    /** Characters of a URI. */
    URI_CHARS(1024),
    /** Numbers of a version. */
    VERSION_PARTS(16),
    /** Octets of content that a manifest writes by itself (suit-parameter-content). */
    CONTENT_BYTES(4 * 1024);

    private final int defaultValue;

    Limit(int defaultValue) {
        this.defaultValue = defaultValue;
    }

    /** The value when nothing else is said. */
    public int defaultValue() {
        return defaultValue;
    }
}
