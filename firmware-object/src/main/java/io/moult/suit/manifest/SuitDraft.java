package io.moult.suit.manifest;

/** The documents that this implementation follows, each in one version: what a comment means by their names. */
public enum SuitDraft {
    MANIFEST("draft-ietf-suit-manifest-37", "the manifest, its envelope and how it is run"),
    TRUST_DOMAINS("draft-ietf-suit-trust-domains-11", "dependencies, uninstalling"),
    UPDATE_MANAGEMENT("draft-ietf-suit-update-management-14", "versions, waiting, metadata of components"),
    FIRMWARE_ENCRYPTION("draft-ietf-suit-firmware-encryption-24", "encrypted payloads"),
    REPORT("draft-ietf-suit-report-18", "what a device tells of an update"),
    MTI("draft-ietf-suit-mti, text of July 2025", "which algorithms everybody has");

    private final String document;
    private final String subject;

    SuitDraft(String document, String subject) {
        this.document = document;
        this.subject = subject;
    }

    /** With its version. */
    public String document() {
        return document;
    }

    public String subject() {
        return subject;
    }
}
