package io.moult.suit.codec;

/** The keys of a manifest that are no sections. */
final class ManifestKeys {
    static final int ENCODING_VERSION = 1;
    static final int SEQUENCE_NUMBER = 2;
    static final int COMMON = 3;
    static final int REFERENCE_URI = 4;
    static final int COMPONENT_ID = 5;
    static final int SET_VERSION = 6;
    static final int COSWID = 14;
    static final int TEXT = 23;

    private ManifestKeys() {}
}
