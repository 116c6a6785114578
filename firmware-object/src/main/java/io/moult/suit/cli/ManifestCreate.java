package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cli.Version;
import io.moult.suit.author.EncryptionEdit;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.describe.DescriptionException;
import io.moult.suit.describe.ManifestSource;
import io.moult.suit.verify.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest create}: an envelope from its description. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Makes an envelope, not signed yet, from a description in YAML (docs/author.md). The same"
                + " description and files give the same octets.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestCreate extends Verb {
    @Parameters(paramLabel = "DESCRIPTION", description = "The description, in YAML. Files in it are beside it.")
    private Path description;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The envelope to write.")
    private Path out;

    @Override
    int run() throws CommandRefused {
        ManifestSource.Plan plan = readPlan();
        for (ManifestSource.Payload payload : plan.payloads()) {
            if (!EncryptionEdit.fetches(plan.manifest(), payload.key())) {
                throw CommandRefused.unusable(description + ": payload " + Printable.of(payload.key())
                        + ": nothing in the manifest fetches it.");
            }
        }
        OutputFile.requireFree(out);
        EnvelopeDraft draft = EnvelopeDraft.of(
                plan.manifest(),
                plan.payloads().stream()
                        .map(one -> new EnvelopeDraft.Payload(one.key(), new FileContent(one.file())))
                        .toList());
        Bytes head;
        try {
            head = draft.head();
        } catch (IOException e) {
            throw CommandRefused.unreadable(description, e);
        }
        Optional<Refusal> refusal = refusalOf(head);
        if (refusal.isPresent()) {
            throw CommandRefused.unusable(description + ": what it describes is refused as " + refusal.get() + ".");
        }
        OutputFile.write(out, draft);
        report(draft);
        return DONE;
    }

    private ManifestSource.Plan readPlan() throws CommandRefused {
        try {
            Path directory = description.toAbsolutePath().getParent();
            return new ManifestSource(directory == null ? description.toAbsolutePath() : directory)
                    .read(TextFile.read(description));
        } catch (DescriptionException e) {
            throw CommandRefused.unusable(description + ": " + e.detail() + ".");
        } catch (IOException e) {
            throw CommandRefused.unreadable(description, e);
        }
    }

    /** What everybody who reads it would say: better before it is signed. */
    static Optional<Refusal> refusalOf(Bytes head) {
        HeadResult result = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(head);
        if (result instanceof HeadResult.Refused refused) {
            return Optional.of(refused.refusal());
        }
        HeadResult.Complete complete = (HeadResult.Complete) result;
        return new ManifestDecoder(DecoderLimits.DEFAULT).decode(complete.envelope())
                        instanceof DecodeResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    private void report(EnvelopeDraft draft) throws CommandRefused {
        String digest = draft.authentication().digest().value().hex();
        List<String> keys =
                draft.payloads().stream().map(EnvelopeDraft.Payload::key).toList();
        long length;
        try {
            length = Files.size(out);
        } catch (IOException e) {
            throw CommandRefused.unreadable(out, e);
        }
        if (json()) {
            var node = new ObjectMapper().createObjectNode();
            node.put("file", out.toString()).put("envelopeBytes", length).put("manifestSha256", digest);
            keys.forEach(node.putArray("payloads")::add);
            print(node);
            return;
        }
        out().println(out + ": envelope of " + length + " octets"
                + (keys.isEmpty() ? "" : " with " + String.join(", ", keys)) + ", manifest SHA-256 " + digest
                + ", not signed yet");
    }
}
