package io.moult.suit.provision;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An {@link AuthorisationPolicy} as CBOR, deterministic, as a device keeps it: {@code {1: [+ authority], 2: authors, 3:
 * operators, 4: 1 in production, else 0}}; an authority is as in a {@link TrustChangeCodec change}.
 */
public final class PolicyCodec {
    private static final int AUTHORITIES = 1;
    private static final int AUTHORS = 2;
    private static final int OPERATORS = 3;
    private static final int PRODUCTION = 4;
    private static final int MOST_SIGNERS = 8;

    private PolicyCodec() {}

    /** IllegalArgumentException for an anchor that is no certificate, and for a policy of any signer. */
    public static Bytes encode(AuthorisationPolicy policy) {
        if (policy.anySigner()) {
            throw new IllegalArgumentException("a policy in which any signer counts has no form of its own");
        }
        CborWriter writer = new CborWriter()
                .map(4)
                .unsigned(AUTHORITIES)
                .array(policy.authorities().size());
        policy.authorities().forEach(authority -> AuthorityCodec.encode(writer, authority));
        return writer.unsigned(AUTHORS)
                .unsigned(policy.authors())
                .unsigned(OPERATORS)
                .unsigned(policy.operators())
                .unsigned(PRODUCTION)
                .unsigned(policy.production() ? 1 : 0)
                .toBytes();
    }

    /** Empty for octets that are no policy. */
    public static Optional<AuthorisationPolicy> decode(Bytes octets) {
        try {
            CborItem.Mapping members =
                    CborReader.readDocument(octets, DecoderLimits.DEFAULT).map("a policy");
            List<Authority> authorities = new ArrayList<>();
            for (CborItem one : TrustChangeCodec.member(members, AUTHORITIES)) {
                authorities.add(AuthorityCodec.decode(one));
            }
            int production = number(members, PRODUCTION, 1);
            return members.pairs().size() != 4
                    ? Optional.empty()
                    : Optional.of(new AuthorisationPolicy(
                            authorities,
                            number(members, AUTHORS, MOST_SIGNERS),
                            number(members, OPERATORS, MOST_SIGNERS),
                            production == 1));
        } catch (CborException | KeyFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int number(CborItem.Mapping members, int key, int most) throws CborException {
        Optional<CborItem> found = members.find(key);
        long number = found.isEmpty() ? -1 : found.get().unsigned("a small number");
        if (number < 0 || number > most) {
            throw CborException.malformed("member " + key + " is none of 0 to " + most);
        }
        return (int) number;
    }
}
