package io.moult.suit.cli;

import io.moult.cli.Version;
import io.moult.cose.CoseSigner;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest mac}: an authentication code with a secret that is shared with devices. */
@Command(
        name = "mac",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Authenticates envelopes with a shared secret (COSE_Mac0, HMAC 256/256). Every device that can"
                + " check it could have made it.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestMac extends AuthenticateVerb {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "A symmetric COSE_Key for HMAC 256/256, binary or hexadecimal.")
    private String key;

    @Override
    Authenticate authentication() throws CommandRefused {
        CoseSigner signer = new SigningKeyFile(SigningKeyFile.HOME_MARKS).load(key, Optional.empty(), null);
        if (!signer.algorithm().isMac()) {
            throw CommandRefused.unusable(key + " is a private key and no shared secret: use it with manifest sign.");
        }
        return new Authenticate(List.of(new Authenticate.Named(key, signer)), false);
    }
}
