// The pages in PAGES, in the Chromium at CHROMIUM: what a screen reader and a keyboard get of them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const { PAGES, CHROMIUM, POLICY, SCREENSHOTS } = process.env;
const pages = ['calm', 'outage', 'copy', 'question'];
const look = (colorScheme, width) => ({ colorScheme, viewport: { width, height: 900 } });
// Colours do not hang on widths: each of both is looked at once.
const looks = [look('light', 320), look('dark', 1280)];

let server;
let browser;
let root;

before(async () => {
  server = createServer(async ({ url }, answer) => {
    try {
      const page = await readFile(`${PAGES}${url}.html`);
      answer.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
      });
      answer.end(page);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  root = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: CHROMIUM });
});

after(async () => {
  await browser?.close();
  server.close();
});

// Opens a page; `asked` has every request, `said` what the browser complains of.
async function open(name, how = look('light', 1280)) {
  const context = await browser.newContext(how);
  const page = await context.newPage();
  const asked = [];
  const said = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(`${root}/${name}`);
  return { page, asked, said };
}

async function findings(page) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 15, 'axe has looked');
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`);
}

for (const name of pages) {
  for (const how of looks) {
    const { colorScheme, viewport } = how;
    test(`${name}, ${colorScheme}, ${viewport.width} wide: axe finds nothing, nothing is cut off`, async () => {
      const { page, asked, said } = await open(name, how);
      assert.deepEqual(await findings(page), []);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(wide <= viewport.width, `${wide} wide`);
      assert.deepEqual(asked, [`${root}/${name}`]);
      assert.deepEqual(said, []);
      await page.context().close();
    });
  }
}

test('axe finds what is wrong, and the policy stops what loads', async () => {
  const { page, said } = await open('wrong');
  const found = await findings(page);
  assert.ok(found.some((one) => one.includes('image-alt')), String(found));
  assert.ok(found.some((one) => one.includes('color-contrast')), String(found));
  assert.ok(said.some((one) => one.includes('Content Security Policy')), String(said));
  await page.context().close();
});

test('dark is dark, and the style is taken', async () => {
  const colours = [];
  for (const how of [look('light', 1280), look('dark', 1280)]) {
    const { page } = await open('calm', how);
    colours.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await page.context().close();
  }
  assert.deepEqual(colours, ['rgb(255, 255, 255)', 'rgb(19, 19, 19)']);
});

test('the keyboard reaches everything that can be used, in the order of the page', async () => {
  const { page } = await open('calm');
  const wanted = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], summary, input, button')].map((one) => one.outerHTML),
  );
  assert.ok(wanted.length >= 6, String(wanted.length));
  const reached = [];
  for (let i = 0; i < wanted.length; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.outerHTML));
    const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(seen, 'solid');
  }
  assert.deepEqual(reached, wanted);
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.getByRole('rowheader', { name: '20 Jun 2026' }).isVisible());
  await page.context().close();
});

test('a screen reader is told headings, states and pictures', async () => {
  const { page } = await open('outage');
  assert.equal(await page.title(), 'Sealward: status');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Sealward: status');
  const names = await page.getByRole('heading', { level: 3 }).allInnerTexts();
  assert.ok(names.includes('Messages') && names.includes('Messages are not delivered'));
  const picture = page.getByRole('img', { name: /^Messages, a bar a day for 90 days: 99\.416 %/ });
  assert.equal(await picture.count(), 1);
  assert.equal(await page.getByRole('main').count(), 1);
  await page.context().close();
});

test('the form sends an address, and only an address', async () => {
  const { page, asked } = await open('calm');
  await page.getByLabel('E-mail address').fill('nobody');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  assert.equal(asked.length, 1);
  await page.getByLabel('E-mail address').fill('anna@mail.example');
  const sent = page.waitForRequest('**/status/subscriptions');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  assert.equal((await sent).postData(), 'email=anna%40mail.example');
  await page.context().close();
});

if (SCREENSHOTS) {
  for (const [name, file] of [
    ['calm', 'status-page'],
    ['outage', 'status-page-outage'],
  ]) {
    test(`screenshot of ${name}`, async () => {
      const { page } = await open(name, { viewport: { width: 900, height: 1100 } });
      await page.screenshot({ path: `${SCREENSHOTS}/${file}.png` });
      await page.context().close();
    });
  }
}
