package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a running process of this computer has in memory, on Linux: each page that is there or
 * swapped out, of each of its mappings, whether it may read them itself or not. Stacks, heaps, what
 * an allocator keeps for later, and files that are mapped are all among them.
 *
 * <p>Not seen: what lies in the processor's registers and in the kernel, and so pages that the
 * process gave back.
 */
public final class ProcessMemory implements Store {
  /** Bytes read at once, a whole number of pages. */
  private static final int BATCH = 1 << 20;

  /** In the kernel's note for each program: the number of the entry that has the size of a page. */
  private static final long PAGE_SIZE = 6;

  /** Of an entry of {@code pagemap}: the page is in memory, or swapped out. */
  private static final long THERE = 3L << 62;

  private final String name;
  private final Path process;
  private final byte[] content = new byte[BATCH];

  /** Reading it takes the rights to trace the process: its user's at least. */
  public ProcessMemory(String name, long pid) {
    this.name = name;
    this.process = Path.of("/proc", Long.toString(pid));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void search(Probe probe) {
    probe.count("mappings", 0);
    try (FileChannel memory = FileChannel.open(process.resolve("mem"), READ);
        FileChannel pages = FileChannel.open(process.resolve("pagemap"), READ)) {
      int page = pageSize();
      List<String> maps = Files.readAllLines(process.resolve("maps"), UTF_8);
      if (maps.isEmpty()) {
        probe.unread(process.toString(), "it ended");
      }
      for (String line : maps) {
        // What the kernel itself shows to every process; it is not the process's memory.
        if (!line.contains("[vvar") && !line.endsWith("[vsyscall]")) {
          search(line, page, memory, pages, probe);
        }
      }
    } catch (IOException e) {
      probe.unread(process.toString(), e);
    }
  }

  private int pageSize() throws IOException {
    ByteBuffer notes =
        ByteBuffer.wrap(Files.readAllBytes(process.resolve("auxv"))).order(ByteOrder.nativeOrder());
    while (notes.remaining() >= 2 * Long.BYTES) {
      long kind = notes.getLong();
      long value = notes.getLong();
      if (kind == PAGE_SIZE) {
        return Math.toIntExact(value);
      }
    }
    throw ended();
  }

  /** Searches a mapping. Its line begins with {@code first-end rights}, both in hexadecimal. */
  private void search(String mapping, int page, FileChannel memory, FileChannel pages, Probe probe)
      throws IOException {
    int dash = mapping.indexOf('-');
    long first = Long.parseLong(mapping, 0, dash, 16);
    long end = Long.parseLong(mapping, dash + 1, mapping.indexOf(' '), 16);
    probe.count("mappings", 1);
    probe.place(mapping::strip);
    boolean gap = false;
    for (long at = first; at < end; at += BATCH) {
      ByteBuffer entries = entries(pages, at / page, (int) (Math.min(BATCH, end - at) / page));
      int from = 0; // of the pages that are there one after the other, in bytes from here
      for (int to = 0; entries.hasRemaining(); to += page) {
        boolean there = (entries.getLong() & THERE) != 0;
        if (there && gap) {
          long here = at + to;
          probe.place(() -> mapping.strip() + " from " + Long.toHexString(here));
        }
        gap = !there;
        if (!there) {
          read(memory, at + from, to - from, probe);
          from = to + page;
        } else if (!entries.hasRemaining()) {
          read(memory, at + from, to + page - from, probe);
        }
      }
    }
  }

  private static ByteBuffer entries(FileChannel pages, long first, int count) throws IOException {
    ByteBuffer entries = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.nativeOrder());
    while (entries.hasRemaining()) {
      if (pages.read(entries, first * Long.BYTES + entries.position()) < 0) {
        throw ended();
      }
    }
    return entries.flip();
  }

  private void read(FileChannel memory, long address, int length, Probe probe) {
    ByteBuffer target = ByteBuffer.wrap(content, 0, length);
    try {
      while (target.hasRemaining()) {
        if (memory.read(target, address + target.position()) < 0) {
          throw ended();
        }
      }
      probe.read(content, 0, length);
    } catch (IOException e) {
      probe.unread("%s, %d bytes from %x".formatted(process, length, address), e);
    }
  }

  private static IOException ended() {
    return new IOException("the process ended while it was searched");
  }
}
