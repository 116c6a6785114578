package io.moult.client.delivery;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fetchers that a device has, by URI scheme. Immutable. */
public final class Fetchers implements AutoCloseable {
    private static final int MAX_ADDRESS_OCTETS = 255;

    private final Map<String, PayloadFetcher> byScheme;

    public Fetchers(Map<String, PayloadFetcher> byScheme) {
        this.byScheme = Map.copyOf(new TreeMap<>(byScheme));
    }

    /** An address to fetch from, or why it is none. */
    public sealed interface Choice {
        /** The address can be fetched from with this fetcher. */
        record Usable(URI address, PayloadFetcher fetcher) implements Choice {}

        /** It cannot. */
        record Unusable(Refusal refusal) implements Choice {}
    }

    /** Chooses by scheme alone; whether anything answers there is not known yet. */
    public Choice choose(String address) {
        if (address.length() > MAX_ADDRESS_OCTETS) {
            return unusable(RefusalReason.BAD_URI, "an address of " + address.length() + " characters, not 1 to 255");
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            return unusable(RefusalReason.BAD_URI, e.getReason() + " in the address");
        }
        if (uri.getScheme() == null) {
            return unusable(RefusalReason.BAD_URI, "the address has no scheme");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        Optional<PayloadFetcher> fetcher = Optional.ofNullable(byScheme.get(scheme));
        if (fetcher.isEmpty()) {
            return unusable(
                    RefusalReason.UNSUPPORTED_SCHEME,
                    scheme + "; this device fetches by " + String.join(", ", new TreeMap<>(byScheme).keySet()));
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            return unusable(RefusalReason.BAD_URI, "the address is not " + scheme + "://HOST[:PORT]/PATH");
        }
        return new Choice.Usable(uri, fetcher.get());
    }

    private static Choice unusable(RefusalReason reason, String detail) {
        return new Choice.Unusable(new Refusal(reason, detail));
    }

    /** Every waiting fetch should try now. */
    public void tryNow() {
        byScheme.values().forEach(PayloadFetcher::tryNow);
    }

    /** Why a fetch does not come further, in words for people; empty while nothing is wrong. */
    public String trouble() {
        return byScheme.values().stream()
                .map(PayloadFetcher::trouble)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        byScheme.values().forEach(PayloadFetcher::close);
    }
}
