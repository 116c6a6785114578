package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.cbor.DecoderLimits;
import io.moult.cli.JsonError;
import io.moult.cli.Version;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest show}: what envelopes say, without asking whether they can be believed. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explains what envelopes say: for whom, what, and what a device would do. Whether it can be"
                + " believed is the question of manifest verify.",
        footer = {"", "Exit status: 0 all shown, 1 one is no envelope, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestShow extends Verb {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Envelopes, binary or hexadecimal text.")
    private List<Path> files;

    @Option(names = "--edn", description = "Print the envelope in CBOR diagnostic notation, without payloads.")
    private boolean edn;

    @Override
    int run() {
        if (edn && json()) {
            throw misuse("--edn and --json exclude each other.");
        }
        ArrayNode all = new ObjectMapper().createArrayNode();
        int status = DONE;
        for (Path file : files) {
            try {
                show(file, all);
            } catch (CommandRefused e) {
                complain(e.sentence());
                all.addObject()
                        .put("file", file.toString())
                        .set("error", JsonError.member(e.errorName(), e.sentence()));
                status = REFUSED;
            }
        }
        if (json()) {
            print(all);
        }
        return status;
    }

    private void show(Path file, ArrayNode all) throws CommandRefused {
        EnvelopeFile.Opened read = EnvelopeFile.openWhole(file);
        if (edn) {
            out().println(EnvelopeNotation.of(read.envelope(), read.payloads()));
            return;
        }
        DecodeResult decoded = new ManifestDecoder(DecoderLimits.DEFAULT).decode(read.envelope());
        if (!(decoded instanceof DecodeResult.Decoded good)) {
            throw CommandRefused.of(file, ((DecodeResult.Refused) decoded).refusal());
        }
        Manifest manifest = good.manifest();
        if (json()) {
            all.add(new ManifestJson(manifest)
                    .toJson(
                            file.toString(),
                            read.envelope(),
                            read.payloads(),
                            read.source().lengthBytes()));
        } else {
            out().println(file + ": a SUIT envelope of " + read.source().lengthBytes() + " octets");
            new ManifestDescription(read.envelope(), read.payloads(), manifest)
                    .lines()
                    .forEach(line -> out().println("  " + line));
        }
    }
}
