// Messages, members, images and live delivery, with the Java client on the other side.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { PASSPHRASE, java, live, patient, specialist, until } from './surroundings.mjs';

const MIB = 1 << 20;

async function texts(conversation) {
  const found = [];
  for await (const { content, failure } of conversation.history()) found.push(content?.text ?? content?.type ?? failure);
  return found;
}

describe('conversation', live, () => {
  let me;
  let doctor;
  let colleague;
  let line;

  before(async () => {
    line = (await java('line')).url;
    me = await patient(line);
    doctor = await specialist('rheumatology', me);
    colleague = await specialist('radiology', me);
  });

  const with_ = (conversation, person = doctor) => ({ person, conversation: conversation.id });

  it('a specialist is found', async () => {
    const found = await me.session.people.search({ specialty: 'rheumatology' });
    assert.ok(found.some(({ userId }) => userId === doctor));
  });

  it('a connection is ended', async () => {
    const other = await specialist('geriatrics', me);
    const { id } = (await me.session.people.connections()).find(({ specialistId }) => specialistId === other);
    const last = await me.session.people.end(id);
    assert.equal(last.state, 'ended');
    assert.deepEqual((await me.session.people.connections()).find((one) => one.id === id), last);
  });

  it('the safety number is the one that the Java client shows', async () => {
    const { digits } = await java('safety-number', { person: doctor, with: me.session.userId });
    assert.equal(await me.session.directory.safetyNumber(doctor), digits);
  });

  it('messages are read on both sides, in both directions', async () => {
    const conversation = await me.session.begin(doctor);
    const first = await conversation.send('Good morning');
    assert.deepEqual((await java('read', with_(conversation))).texts, ['Good morning']);
    const { hash } = await java('send', { ...with_(conversation), text: 'How can I help?' });
    const [answer] = await conversation.read(first.seq);
    assert.equal(answer.content.text, 'How can I help?');
    assert.equal(answer.hash, hash);
    assert.equal(answer.seenHash, first.hash);
    assert.equal(answer.senderId, doctor);
    assert.equal(answer.gap, false);
  });

  it('a conversation that the Java client began is verified and answered', async () => {
    const { conversation: id } = await java('start', { person: doctor, with: me.session.userId });
    await java('send', { person: doctor, conversation: id, text: 'from me' });
    const conversation = me.session.conversation(id);
    assert.deepEqual(await texts(conversation), ['from me']);
    await conversation.send('and from me');
    assert.deepEqual((await java('read', with_(conversation))).texts, ['from me', 'and from me']);
  });

  it('a message whose predecessor was not read shows a gap', async () => {
    const conversation = await me.session.begin(doctor);
    await conversation.send('one');
    await java('read', with_(conversation));
    await java('send', { ...with_(conversation), text: 'two' });
    const elsewhere = await me.client.logIn(me.email, PASSPHRASE);
    const [second] = await elsewhere.conversation(conversation.id).read(2);
    assert.equal(second.content.text, 'two');
    assert.equal(second.gap, true);
    assert.deepEqual(await texts(elsewhere.conversation(conversation.id)), ['one', 'two']);
  });

  it('whoever is added with history reads it all, and nothing more after a removal', async () => {
    const conversation = await me.session.begin(doctor);
    await conversation.send('before');
    await conversation.add(colleague, { history: true });
    await conversation.send('with you');
    const theirs = with_(conversation, colleague);
    assert.deepEqual((await java('read', theirs)).texts, ['before', 'with you']);

    await conversation.remove(colleague);
    await conversation.send('without you');
    await assert.rejects(java('read', theirs), /conversation-not-found|no such conversation/);
    assert.deepEqual((await java('read', with_(conversation))).texts, ['before', 'with you', 'without you']);
  });

  it('members whom the Java client adds and removes are followed', async () => {
    const { conversation: id } = await java('start', { person: doctor, with: colleague });
    const theirs = { person: doctor, conversation: id };
    await java('send', { ...theirs, text: 'about the patient' });
    await java('add', { ...theirs, whom: me.session.userId });
    const conversation = me.session.conversation(id);
    await conversation.send('here I am');
    await java('remove', { ...theirs, whom: colleague });
    // Sealed for an entry that is no longer the newest, and then again.
    await conversation.send('the two of us');
    assert.deepEqual(await texts(conversation), ['about the patient', 'here I am', 'the two of us']);
    assert.equal((await conversation.members()).length, 2);
    await java('remove', { ...theirs, whom: me.session.userId });
    await assert.rejects(conversation.send('still here'), { problem: 'conversation-not-found' });
  });

  it('unknown content is kept', async () => {
    const conversation = await me.session.begin(doctor);
    const poll = { type: 'poll', question: 'When?', options: [1, 2.5] };
    await conversation.sendContent(poll);
    const [read] = await conversation.read();
    assert.deepEqual(read.content, poll);
    assert.equal((await java('read', with_(conversation))).texts.length, 1);
  });

  it('an image arrives at the Java client, over a line that breaks', async () => {
    const conversation = await me.session.begin(doctor);
    const picture = randomBytes(9 * MIB + 17);
    await java('break', { bytes: String(6 * MIB) });
    await conversation.sendImage(picture, { name: 'knee.png', mediaType: 'image/png' });
    const { name, bytes } = await java('read-image', with_(conversation));
    assert.equal(name, 'knee.png');
    assert.ok(picture.equals(Buffer.from(bytes, 'base64')));
  });

  it('an image of the Java client is opened, whole and by ranges', async () => {
    const conversation = await me.session.begin(doctor);
    const picture = randomBytes(3 * MIB + 5);
    await java('send-image', { ...with_(conversation), bytes: picture.toString('base64') });
    const [{ content }] = await conversation.read();
    assert.ok(picture.equals(await me.session.images.download(content)));

    const open = await me.session.images.open(content);
    assert.equal(open.length, picture.length);
    for (const [offset, length] of [[0, 10], [2 * MIB - 40_000, 80_000], [picture.length - 3, 10]]) {
      assert.ok(picture.subarray(offset, offset + length).equals(await open.read(offset, length)));
    }
    const forged = { ...content, contentDigest: conversation.id.replaceAll('-', '').padEnd(43, 'A') };
    await assert.rejects(me.session.images.open(forged), { failure: 'DIGEST_MISMATCH' });
  });

  it('a grant lets a third person read, until it is revoked', async () => {
    const conversation = await me.session.begin(doctor);
    const picture = randomBytes(100);
    await conversation.sendImage(picture, { name: 'x', mediaType: 'image/png' });
    const other = await me.session.begin(doctor, colleague);
    const [{ content }] = await conversation.read();
    await other.sendContent(content);
    const theirs = with_(other, colleague);
    await assert.rejects(java('read-image', theirs));
    await me.session.images.grant(content, colleague);
    assert.equal((await java('read-image', theirs)).bytes, picture.toString('base64'));
    assert.equal(await me.session.images.revoke(content.imageId, colleague), 1);
    await assert.rejects(java('read-image', theirs));
  });

  it('everything is heard live, once and in order, over a line that breaks', async () => {
    const conversation = await me.session.begin(doctor);
    const heard = [];
    const listener = ({ type, conversationId, message }) => {
      if (type === 'message' && conversationId === conversation.id) heard.push(message.content?.text);
    };
    const stream = me.session.listen(listener);
    await stream.caughtUp;
    await java('send', { ...with_(conversation), text: '1' });
    await until(() => heard.length === 1, 'the first message');
    await java('break', { bytes: '1' });
    await java('send', { ...with_(conversation), text: '2' });
    await until(() => heard.length === 2, 'the message after the line broke');
    stream.close();
    await java('send', { ...with_(conversation), text: '3' });

    const again = me.session.listen(listener);
    await again.caughtUp;
    again.close();
    assert.deepEqual(heard, ['1', '2', '3']);
  });

  it('a rotation of the Java client is followed in silence', async () => {
    const conversation = await me.session.begin(doctor);
    await conversation.send('before');
    await java('rotate', { person: doctor });
    await java('send', { ...with_(conversation), text: 'with new keys' });
    await conversation.send('read with new keys');
    assert.deepEqual(await texts(conversation), ['before', 'with new keys', 'read with new keys']);
    assert.deepEqual((await java('read', with_(conversation))).texts.length, 3);
    assert.deepEqual(me.resets, []);
  });

  it('a rotation here is followed by the Java client, and by a second device', async () => {
    const conversation = await me.session.begin(doctor);
    await conversation.send('before');
    const second = await me.client.logIn(me.email, PASSPHRASE);
    await me.session.rotateKeys();
    await conversation.send('with new keys');
    await java('send', { ...with_(conversation), text: 'noticed' });
    assert.deepEqual((await java('read', with_(conversation))).texts, ['before', 'with new keys', 'noticed']);
    const there = second.conversation(conversation.id);
    await there.send('from the other device');
    assert.deepEqual(await texts(there), ['before', 'with new keys', 'noticed', 'from the other device']);
  });

  it('a reset is told loudly, and nothing is sent until it is accepted', async () => {
    const other = await patient();
    await other.session.people.ask(doctor);
    await java('connect', { person: doctor, patient: other.session.userId });
    const { conversation: id } = await java('start', { person: doctor, with: me.session.userId });
    const theirs = { person: doctor, conversation: id };
    await java('add', { ...theirs, whom: other.session.userId });
    const mine = me.session.conversation(id);
    await mine.send('hello both');

    const anew = await other.client.logIn(other.email, PASSPHRASE, { ...other.dialogue, resetKeys: true });
    me.session.directory.forget(other.session.userId);
    await assert.rejects(mine.send('to whom?'), /reset/);
    assert.deepEqual(me.resets, [other.session.userId]);
    await assert.rejects(anew.conversation(id).send('it is me'), /lost/);

    await me.session.directory.acceptReset(other.session.userId);
    await assert.rejects(mine.send('not an admin'), { problem: 'invalid-envelope' });
  });
});
