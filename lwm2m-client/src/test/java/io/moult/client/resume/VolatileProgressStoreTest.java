package io.moult.client.resume;

class VolatileProgressStoreTest extends ProgressStoreContract {
    @Override
    ProgressStore fresh() {
        return new VolatileProgressStore();
    }
}
