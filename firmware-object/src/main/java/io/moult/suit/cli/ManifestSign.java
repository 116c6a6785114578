package io.moult.suit.cli;

import io.moult.cli.Version;
import io.moult.cose.CoseSigner;
import io.moult.suit.verify.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest sign}: signatures by one or several keys. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Signs envelopes. Each key adds an authentication block of its own to those that are there.",
            "The same key and envelope give the same octets, but with HSS-LMS, tokens and signer commands"
                    + " (docs/author.md)."
        },
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestSign extends AuthenticateVerb {
    /** One signer, and what is said about it behind its --key. */
    static final class NamedKey {
        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "A key set, a private key in PEM (its certificate beside it), a COSE_Key (binary or"
                        + " hexadecimal), an HSS key, or a pkcs11: URI. Repeatable, with what belongs to it behind.")
        private @Nullable String key;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "As whom: author, operator or provisioning. Said under the signature, which then counts"
                        + " in that role alone.")
        private @Nullable String role;

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description = "The key's certificate, whose fingerprint names the signer.")
        private @Nullable Path certificate;

        @Option(
                names = "--chain",
                paramLabel = "FILE",
                description = "Certificates from the key's own to one that devices know or that such a one has issued,"
                        + " in this order, for devices that do not know the key. Repeatable.")
        private List<Path> chain = List.of();

        @Option(
                names = "--signer-command",
                paramLabel = "COMMAND",
                description = "Signs in the key's stead: digest in, signature out. KEY is then the certificate or"
                        + " public key.")
        private @Nullable String command;
    }

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<NamedKey> keys = new ArrayList<>();

    @Option(
            names = "--together",
            description = "Put the signatures of all keys into one block (COSE_Sign) instead of one each.")
    private boolean together;

    @Option(
            names = "--hss-marks",
            paramLabel = "DIR",
            description = "Where it is kept how far HSS keys have been used (default: .moult/hss in your home).")
    private Path marks = SigningKeyFile.HOME_MARKS;

    @Override
    Authenticate authentication() throws CommandRefused {
        SigningKeyFile files = new SigningKeyFile(marks);
        List<Authenticate.Named> signers = new ArrayList<>();
        if (keys.isEmpty()) {
            throw misuse("--key KEY is needed: whose signature it is to be.");
        }
        for (NamedKey one : keys) {
            String key = one.key;
            if (key == null) {
                throw misuse("--key KEY is needed, and comes before what is said of it.");
            }
            if (together && (one.role != null || !one.chain.isEmpty())) {
                throw misuse("--role and --chain are for blocks of their own, not for one --together.");
            }
            CoseSigner signer = files.load(key, Optional.ofNullable(one.command), one.certificate)
                    .with(SigningKeyFile.chain(one.chain));
            if (signer.algorithm().isMac()) {
                throw CommandRefused.unusable(SigningKeyFile.nameOf(key)
                        + " is a shared secret, which signs nothing: use it with manifest mac.");
            }
            signers.add(new Authenticate.Named(SigningKeyFile.nameOf(key), signer.in(role(one))));
        }
        return new Authenticate(signers, together);
    }

    private Optional<String> role(NamedKey named) {
        String said = named.role;
        if (said == null) {
            return Optional.empty();
        }
        for (Role role : Role.values()) {
            if (role.label().equals(said)) {
                return Optional.of(said);
            }
        }
        throw misuse("--role: \"" + Printable.of(said) + "\" is neither author nor operator nor provisioning.");
    }
}
