package org.sealward.objects;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;

/** Opens the store when the server starts, so that a folder it cannot use stops the start-up. */
@Singleton
final class ObjectStoreStart implements ApplicationEventListener<ServerStartupEvent> {
  private final BeanProvider<ObjectStore> store;

  ObjectStoreStart(BeanProvider<ObjectStore> store) {
    this.store = store;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    store.get();
  }
}
