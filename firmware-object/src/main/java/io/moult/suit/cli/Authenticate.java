package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.AuthenticationWriter;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.CoseSigner;
import io.moult.cose.KeyFileException;
import io.moult.cose.SignatureCheck;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.manifest.Authentication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Adds authentication blocks to envelopes: what {@code manifest sign} and {@code manifest mac} have in common. */
final class Authenticate {
    private final List<Named> signers;
    private final boolean together;

    /** A signer and how the user named it. */
    record Named(String name, CoseSigner signer) {}

    /** What was added. */
    record Done(EnvelopeDraft draft, List<String> sentences, ArrayNode described) {}

    /** @param together whether all of them make one COSE_Sign, instead of a block each */
    Authenticate(List<Named> signers, boolean together) {
        this.signers = List.copyOf(signers);
        this.together = together;
    }

    Done to(InputEnvelope input) throws CommandRefused {
        requireFresh(input);
        EnvelopeDraft draft = input.draft();
        List<String> sentences = new ArrayList<>();
        ArrayNode described = new ObjectMapper().createArrayNode();
        Bytes signed = draft.authentication().signedOctets();
        if (together) {
            draft = draft.with(block(signers.get(0), signed));
        }
        for (Named one : signers) {
            if (!together) {
                draft = draft.with(block(one, signed));
            }
            describe(one, sentences, described);
        }
        requireGood(draft.authentication());
        return new Done(draft, sentences, described);
    }

    private Bytes block(Named named, Bytes signed) throws CommandRefused {
        try {
            return together
                    ? AuthenticationWriter.block(
                            signers.stream().map(Named::signer).toList(), signed)
                    : AuthenticationWriter.block(named.signer(), signed);
        } catch (KeyFileException e) {
            throw CommandRefused.unusable(named.name() + " " + e.detail() + ".");
        } catch (IOException e) {
            throw CommandRefused.unusable(named.name() + ": no signature was made: " + e.getMessage() + ".");
        }
    }

    private void describe(Named one, List<String> sentences, ArrayNode described) throws CommandRefused {
        CoseSigner signer = one.signer();
        OptionalLong left;
        try {
            left = SigningKeyFile.remaining(signer);
        } catch (IOException e) {
            throw CommandRefused.unusable(one.name() + ": " + e.getMessage() + ".");
        }
        String keyId = signer.keyId().map(Bytes::hex).orElse("");
        sentences.add(CoseAlgorithm.label(signer.algorithm().number()) + ", key " + keyId
                + signer.capacity().map(role -> ", as " + role).orElse("")
                + (left.isPresent() ? ", " + left.getAsLong() + " signatures left in " + one.name() : ""));
        var node = described
                .addObject()
                .put("algorithm", signer.algorithm().number())
                .put("keyId", keyId);
        signer.capacity().ifPresent(role -> node.put("role", role));
        left.ifPresent(count -> node.put("signaturesLeft", count));
    }

    /** Each key once: a second signature by it would count for nothing, and there is a limit to their number. */
    private void requireFresh(InputEnvelope input) throws CommandRefused {
        Authentication now = input.envelope().authentication();
        List<TrustAnchor> seen = new ArrayList<>();
        for (Named one : signers) {
            TrustAnchor anchor = TrustAnchor.of(one.signer().key().verificationKey());
            AuthenticationCheck check = new AuthenticationCheck(TrustStore.of(anchor), DecoderLimits.DEFAULT);
            boolean already = seen.contains(anchor)
                    || now.blocks().stream()
                            .anyMatch(block -> check.check(block, now.signedOctets()) instanceof SignatureCheck.Valid);
            if (already) {
                throw CommandRefused.unusable(
                        input.file() + " is signed with " + one.name() + " already: a key counts once.");
            }
            seen.add(anchor);
        }
        int blocks = now.blocks().size() + (together ? 1 : signers.size());
        int most = DecoderLimits.DEFAULT.of(Limit.SIGNATURES);
        if (blocks > most || signers.size() > most) {
            throw CommandRefused.unusable(input.file() + " would have more than " + most + " signatures.");
        }
    }

    /** What leaves here was checked as a device would: a token or a command may have given anything. */
    private void requireGood(Authentication signed) throws CommandRefused {
        for (Named one : signers) {
            AuthenticationCheck check = new AuthenticationCheck(
                    TrustStore.of(TrustAnchor.of(one.signer().key().verificationKey())), DecoderLimits.DEFAULT);
            boolean good = signed.blocks().stream()
                    .anyMatch(block -> check.check(block, signed.signedOctets()) instanceof SignatureCheck.Valid);
            if (!good) {
                throw CommandRefused.unusable(one.name() + " gave a signature that is not its own.");
            }
        }
    }
}
