package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PKCS#11 tokens, through the JDK's provider. A key is found by the certificate that lies beside it in the
 * token, under the same label, as the JDK wants it. The key never comes here: the token signs.
 *
 * <p>Deviation: the JDK tells what a token's label is only by printing it, so what it prints is read. One thread.
 */
public final class Pkcs11Token {
    /** More slots than any token has that a person would name. */
    private static final int MOST_SLOTS = 64;

    /** What the JDK prints of a token, and the attributes of RFC 7512 for it. */
    private static final Map<String, String> PRINTED =
            Map.of("token", "label", "manufacturer", "manufacturerID", "model", "model", "serial", "serialNumber");

    private Pkcs11Token() {}

    /**
     * A key that signs in its token.
     *
     * @param certificateDer the key's certificate, from the token
     */
    public record Key(SigningKey signing, Bytes certificateDer) {}

    /** Where the PIN is from, if the URI does not say it. */
    public interface PinSource {
        /** The PIN; IOException if there is none. */
        char[] pin() throws IOException;
    }

    /** Finds a key. A KeyFileException's message is a clause about the URI. */
    public static Key open(Pkcs11Uri uri, PinSource otherwise) throws IOException {
        Path module = Path.of(uri.find("module-path")
                .orElseThrow(() -> new KeyFileException(
                        "does not say which module reaches the token: add ?module-path=/path/to/module.so")));
        if (!Files.isReadable(module)) {
            throw new KeyFileException("names the module " + module + ", which is not there");
        }
        Provider provider = slot(uri, module);
        char[] pin = pin(uri, otherwise);
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return key(store, provider, uri);
        } catch (IOException e) {
            if (e instanceof KeyFileException said) {
                throw said;
            }
            throw new KeyFileException("names a token that refuses the PIN, or cannot be read");
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeyFileException("names a token that cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static char[] pin(Pkcs11Uri uri, PinSource otherwise) throws IOException {
        Optional<String> value = uri.find("pin-value");
        if (value.isPresent()) {
            return value.get().toCharArray();
        }
        Optional<String> source = uri.find("pin-source");
        if (source.isEmpty()) {
            return otherwise.pin();
        }
        Path file = Path.of(source.get().replaceFirst("^file:(//)?", ""));
        if (!Files.isReadable(file)) {
            throw new KeyFileException("names the pin-source " + file + ", which cannot be read");
        }
        return Files.readString(file).strip().toCharArray();
    }

    private static Key key(KeyStore store, Provider provider, Pkcs11Uri uri)
            throws GeneralSecurityException, KeyFileException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        Optional<String> wanted = uri.find("object");
        if (wanted.isEmpty() && keys.size() != 1) {
            throw new KeyFileException("names no key: say which by object=, of "
                    + (keys.isEmpty() ? "which there is none with a certificate" : String.join(", ", keys)));
        }
        String alias = wanted.orElseGet(() -> keys.get(0));
        Certificate certificate = store.getCertificate(alias);
        if (!keys.contains(alias) || certificate == null) {
            throw new KeyFileException("names a key that is not in the token, or has no certificate beside it there");
        }
        if (!(store.getKey(alias, null) instanceof PrivateKey privateKey)) {
            throw new KeyFileException("names no private key");
        }
        Bytes der = Bytes.wrap(certificate.getEncoded());
        VerificationKey publicPart = TrustAnchor.ofCertificate(der).key();
        if (!(publicPart.kind() instanceof Ecdsa)) {
            throw new KeyFileException("names a key of " + publicPart.kind().label() + ", where ECDSA's are used");
        }
        return new Key(KeyFiles.signingKey(privateKey, provider, publicPart), der);
    }

    /** The provider of the one slot that is meant; nobody's PIN is tried on another. */
    private static Provider slot(Pkcs11Uri uri, Path module) throws IOException {
        Optional<String> slotId = uri.find("slot-id");
        if (slotId.isPresent()) {
            Slot slot = configure(module, "slot = " + slotId.get())
                    .orElseThrow(() -> new KeyFileException("names slot " + slotId.get() + ", which is not there"));
            if (!slot.fits(uri)) {
                throw new KeyFileException("names a token that is not the one in slot " + slotId.get());
            }
            return slot.provider();
        }
        List<Slot> fitting = new ArrayList<>();
        for (int index = 0; index < MOST_SLOTS; index++) {
            Optional<Slot> slot = configure(module, "slotListIndex = " + index);
            if (slot.isEmpty()) {
                break;
            }
            if (slot.get().fits(uri)) {
                fitting.add(slot.get());
            }
        }
        if (fitting.size() != 1) {
            throw new KeyFileException(
                    fitting.isEmpty()
                            ? "names a token that is not there"
                            : "fits " + fitting.size() + " tokens: name one by its serial or slot-id");
        }
        return fitting.get(0).provider();
    }

    /** A slot with what the JDK printed of its token. */
    private record Slot(Provider provider, String printed) {
        boolean fits(Pkcs11Uri uri) {
            return PRINTED.entrySet().stream()
                    .allMatch(one -> uri.find(one.getKey())
                            .map(wanted -> wanted.equals(printed(one.getValue())))
                            .orElse(true));
        }

        private String printed(String name) {
            int token = printed.indexOf("Token info");
            Matcher matcher = Pattern.compile("^ *" + name + ": (.*?) *$", Pattern.MULTILINE)
                    .matcher(token < 0 ? "" : printed.substring(token));
            return matcher.find() ? matcher.group(1).strip() : "";
        }
    }

    private static Optional<Slot> configure(Path module, String slot) throws KeyFileException {
        Provider prototype = Security.getProvider("SunPKCS11");
        if (prototype == null) {
            throw new KeyFileException("needs the provider SunPKCS11, which this Java runtime does not have");
        }
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream reading = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(reading);
            Provider provider = prototype.configure(
                    "--name = moult\nlibrary = " + quoted(module) + "\n" + slot + "\nshowInfo = true\n");
            return Optional.of(new Slot(provider, printed.toString(StandardCharsets.UTF_8)));
        } catch (ProviderException | IllegalArgumentException e) {
            // no such slot, or none any more
            return Optional.empty();
        } finally {
            System.setOut(out);
        }
    }

    private static String quoted(Path module) {
        return "\"" + module.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
