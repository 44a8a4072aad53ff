using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Sessions;
using Shopkeeper.Grains.Tests.Lifecycle;

namespace Shopkeeper.Grains.Tests.Sessions;

public sealed class SessionBookTests
{
    private readonly Store _store = new();
    private readonly FakeTimeProvider _clock = new(Given.Now);

    [Fact]
    public async Task Session_when_seen_again_is_not_recorded_again()
    {
        var book = Book();

        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);
        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);
        await book.EnsureSeenAsync(Given.Installation, Claim("2"), Cancellation);

        Assert.Equal(["blue-widgets.myshopify.com_1", "blue-widgets.myshopify.com_2"], _store.Ids);
        Assert.True(book.HasSeen(Given.Installation, Claim("1")));
    }

    [Fact]
    public async Task Session_when_many_requests_bring_it_at_once_is_recorded_once_and_all_wait()
    {
        var book = Book();
        _store.Gate = new TaskCompletionSource();

        var checks = Enumerable.Range(0, 50)
            .Select(_ => book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation)).ToArray();

        Assert.All(checks, check => Assert.False(check.IsCompleted));
        _store.Gate.SetResult();
        await Task.WhenAll(checks);
        Assert.Single(_store.Ids);
    }

    [Fact]
    public async Task Session_when_its_recording_fails_counts_as_not_seen()
    {
        var book = Book();
        _store.Fault = new InstallationEndedException(Given.Id);
        await Assert.ThrowsAsync<InstallationEndedException>(() =>
            book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation));

        Assert.False(book.HasSeen(Given.Installation, Claim("1")));
        _store.Fault = null;
        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);
        Assert.Equal(2, _store.Ids.Count);
    }

    [Fact]
    public async Task Session_of_the_stay_before_is_recorded_anew_for_the_next()
    {
        var book = Book();
        var next = Given.Installation with { Id = Given.OtherId };
        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);

        Assert.False(book.HasSeen(next, Claim("1")));
        await book.EnsureSeenAsync(next, Claim("1"), Cancellation);

        Assert.Equal([Given.Id, Given.OtherId], _store.Owners);
    }

    [Fact]
    public async Task Session_when_more_than_are_remembered_came_is_recorded_again()
    {
        var book = Book(remembered: 2);
        foreach (var user in (string[])["1", "2", "3", "3", "1"])
            await book.EnsureSeenAsync(Given.Installation, Claim(user), Cancellation);

        Assert.Equal(4, _store.Ids.Count);
    }

    [Fact]
    public async Task Session_when_not_looked_at_for_long_or_forgotten_counts_as_not_seen()
    {
        var book = Book();
        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(book.HasSeen(Given.Installation, Claim("1")));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(book.HasSeen(Given.Installation, Claim("1")));

        await book.EnsureSeenAsync(Given.Installation, Claim("1"), Cancellation);
        Assert.True(book.HasSeen(Given.Installation, Claim("1")));
        book.Forget(Claim("1"));
        book.Forget(Claim("2"));
        Assert.False(book.HasSeen(Given.Installation, Claim("1")));
        Assert.Equal(2, _store.Ids.Count);
    }

    [Fact]
    public async Task Own_session_stands_for_all_tokens_without_a_user_and_may_fail()
    {
        var book = Book();
        _store.Fault = new StorageUnavailableException("57P01");
        await book.TryRecordOwnAsync(Given.Installation, Cancellation);
        _store.Fault = null;

        await book.EnsureSeenAsync(Given.Installation, new SessionClaim { SessionId = "a" }, Cancellation);
        await book.EnsureSeenAsync(Given.Installation, new SessionClaim { SessionId = "b" }, Cancellation);

        Assert.Equal(2, _store.Ids.Count);
        Assert.All(_store.Ids, id => Assert.Equal("offline_blue-widgets.myshopify.com", id));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SessionClaim Claim(string user) => new() { UserId = user, SessionId = "s" };

    private SessionBook Book(int remembered = 1_000) => new(
        _store,
        Options.Create(new SessionsOptions { RememberedPerShop = remembered }),
        _clock,
        NullLogger<SessionBook>.Instance);

    private sealed class Store : ISessionStore
    {
        public List<string> Ids { get; } = [];

        public List<InstallationId> Owners { get; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public Exception? Fault { get; set; }

        public async Task SaveAsync(
            InstallationId installation, StoredSession session, CancellationToken cancellationToken)
        {
            Ids.Add(session.Id);
            Owners.Add(installation);
            if (Gate is not null) await Gate.Task;
            if (Fault is not null) throw Fault;
        }

        public Task SaveOnlineAsync(
            InstallationId installation, string sessionId, OnlineToken token, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<OnlineToken?> FindOnlineAsync(
            InstallationId installation, string sessionId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StoredSession>> ListAsync(
            InstallationId installation, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoredSession>>([]);
    }
}
