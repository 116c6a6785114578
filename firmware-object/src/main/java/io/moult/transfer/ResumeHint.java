package io.moult.transfer;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a receiver wants a push to go on: {@code next=<NUM>@<SZX>}, the diagnostic payload of our 4.08. Diagnostic
 * payloads are free text (RFC 7252 §5.5.2), so other peers do not mind it.
 */
public record ResumeHint(int number, BlockSize size) {
    private static final Pattern FORM = Pattern.compile("next=([0-9]{1,7})@([0-6])");

    public ResumeHint {
        Objects.requireNonNull(size);
        if (number < 0 || number > BlockOption.MAX_NUMBER) {
            throw new IllegalArgumentException("block number " + number);
        }
    }

    /** The block that holds the octet at this offset. */
    public static ResumeHint at(long offsetBytes, BlockSize size) {
        return new ResumeHint((int) Math.min(offsetBytes / size.octets(), BlockOption.MAX_NUMBER), size);
    }

    /** Reads a diagnostic payload; empty when it is anything else. */
    public static Optional<ResumeHint> parse(String diagnostic) {
        Matcher matcher = FORM.matcher(diagnostic.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        if (number > BlockOption.MAX_NUMBER) {
            return Optional.empty();
        }
        return Optional.of(new ResumeHint(number, new BlockSize(Integer.parseInt(matcher.group(2)))));
    }

    public long offsetBytes() {
        return (long) number * size.octets();
    }

    @Override
    public String toString() {
        return "next=" + number + "@" + size.szx();
    }
}
