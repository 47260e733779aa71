// Protocol §17.4: specialists, connections, institutions.

const collect = async (pages) => {
  const found = [];
  for await (const item of pages) found.push(item);
  return found;
};

export class People {
  #service;

  constructor(service) {
    this.#service = service;
  }

  /** Oneself, as the service sees it. */
  me() {
    return this.#service.get('/v1/me');
  }

  /** Confirmed specialists. @param {{specialty?: string, institution?: string}} wanted */
  search(wanted = {}) {
    return collect(this.#service.pages(`/v1/specialists?${new URLSearchParams(wanted)}`, 'cursor'));
  }

  /** A patient asks a specialist to be connected. */
  ask(specialistId) {
    return this.#service.post('/v1/connections', { specialistId });
  }

  connections() {
    return collect(this.#service.pages('/v1/connections', 'cursor'));
  }

  accept(connectionId) {
    return this.#service.post(`/v1/connections/${connectionId}/accept`);
  }

  decline(connectionId) {
    return this.#service.post(`/v1/connections/${connectionId}/decline`);
  }

  /** Either side ends an accepted one. */
  end(connectionId) {
    return this.#service.post(`/v1/connections/${connectionId}/end`);
  }

  acceptInvitation(code) {
    return this.#service.post('/v1/invitations/accept', { code });
  }

  publishProfile(profile) {
    return this.#service.put('/v1/me/profile', profile);
  }
}
