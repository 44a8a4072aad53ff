namespace Shopkeeper.Grains.Caching;

/// <summary>When an entry was begun to be read or made, told by what was cleared and changed before.</summary>
internal readonly record struct MemoryMark(long Clears, long Changes);
