using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Caching;

namespace Shopkeeper.Grains.Tests.Caching;

/// <summary>The level in memory: its bounds, and its marks.</summary>
public sealed class MemoryLevelTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();
    private readonly InstallationId _blue = InstallationId.New(DateTimeOffset.UnixEpoch);
    private readonly InstallationId _red = InstallationId.New(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Entries_of_all_installations_together_are_bounded_and_the_least_recently_used_go_first()
    {
        // Each takes 1,000 bytes, and what the level reckons for its nodes and its key.
        using var level = Level(memoryBytes: 3_700);
        Put(level, _blue, "1");
        Put(level, _red, "2");
        Put(level, _blue, "3");
        Assert.NotNull(level.Find(_blue, "1"));

        Put(level, _blue, "4");

        Assert.Null(level.Find(_red, "2"));
        Assert.NotNull(level.Find(_blue, "1"));
        Assert.Equal(0, level.Count(_red));
        Assert.InRange(level.Bytes, 3_000, 3_700);
        level.Clear(_blue);
        Assert.Equal(0, level.Bytes);
        Put(level, _blue, "too big", 3_700);
        Assert.Equal(0, level.Count(_blue));
    }

    [Fact]
    public void Entry_goes_with_its_time_also_when_nobody_asks()
    {
        using var level = Level();
        Put(level, _blue, "1");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.NotNull(level.Find(_blue, "1"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, level.Count(_blue));
    }

    [Fact]
    public void Entry_lives_no_longer_than_what_is_left_of_it_in_the_shared_level()
    {
        using var level = Level();
        level.Fill(_blue, "1", new byte[1], TimeSpan.FromSeconds(1), level.Mark(_blue));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(level.Find(_blue, "1"));
    }

    [Fact]
    public void Clearing_takes_one_installation_and_refuses_what_was_begun_before_and_takes_what_begins_after()
    {
        using var level = Level();
        Put(level, _blue, "1");
        Put(level, _red, "1");
        var before = level.Mark(_blue);

        Assert.Equal(1, level.Clear(_blue));
        level.Fill(_blue, "1", new byte[1], Hour, before);
        Assert.Equal(0, level.Count(_blue));
        Assert.Equal(1, level.Count(_red));

        Put(level, _blue, "1");
        Assert.Equal(1, level.Count(_blue));
    }

    [Fact]
    public void Level_without_a_lifetime_keeps_nothing()
    {
        using var level = new MemoryLevel(
            Options.Create(new CacheOptions { MemoryLifetime = TimeSpan.Zero }), _time);
        Put(level, _blue, "1");
        Assert.Equal(0, level.Count(_blue));
    }

    private static void Put(MemoryLevel level, InstallationId installation, string key, int bytes = 1_000) =>
        level.Replace(installation, key, new byte[bytes], Hour, level.Mark(installation));

    private MemoryLevel Level(long memoryBytes = 64 * 1_024 * 1_024) =>
        new(Options.Create(new CacheOptions { MemoryBytes = memoryBytes }), _time);
}
