/**
 * COSE as far as SUIT uses it (RFC 9052): authentication blocks, start at {@link io.moult.cose.AuthenticationCheck};
 * encrypted payloads, start at {@link io.moult.cose.PayloadDecryption}; keys, start at {@link io.moult.cose.KeyFiles}.
 * What is supported stands in four registries: {@link io.moult.cose.CoseAlgorithm},
 * {@link io.moult.cose.ContentCipher}, {@link io.moult.cose.DigestAlgorithm} and, for keys of payloads,
 * {@code EncryptedKey}. Knows nothing of manifests.
 */
@org.jspecify.annotations.NullMarked
package io.moult.cose;
