package io.moult.client;

/** A failure in a few words, for a refusal's detail. */
final class Clause {
    private Clause() {}

    static String of(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
