package io.moult.suit.manifest;

/** What a manifest holds for a {@link Section}. */
public sealed interface SectionBody {
    /** The commands: in the manifest, or severed into the envelope and found to have the digest in the manifest. */
    record Present(CommandSequence sequence) implements SectionBody {}

    /** Only a digest: the commands were severed and are not in this envelope. */
    record Severed(Digest digest) implements SectionBody {}
}
