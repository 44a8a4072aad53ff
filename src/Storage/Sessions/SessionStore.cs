using System.Text.Json;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Sessions;

internal sealed class SessionStore(Database database, InstallationCipher ciphers, IKeyedHash hash) : ISessionStore
{
    public Task SaveAsync(InstallationId installation, StoredSession session, CancellationToken cancellationToken)
    {
        var idHash = hash.OfText("session", installation, session.Id);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new StoredSessionPayload
        {
            Id = session.Id,
            UserId = session.UserId,
            ShopifySessionId = session.ShopifySessionId,
            Email = session.Email,
        });
        return database.GuardedAsync(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);
                await db.ExecuteAsync("sessions/save", new
                {
                    installation,
                    idHash,
                    session.IsOnline,
                    session.SeenAt,
                    payload = cipher.Encrypt(Field(idHash), payload),
                });
            },
            cancellationToken);
    }

    public Task SaveOnlineAsync(
        InstallationId installation, string sessionId, OnlineToken token, CancellationToken cancellationToken)
    {
        var idHash = hash.OfText("session", installation, sessionId);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new StoredSessionPayload
        {
            Id = sessionId,
            UserId = token.UserId,
            ShopifySessionId = token.ShopifySessionId,
        });
        var secret = JsonSerializer.SerializeToUtf8Bytes(StoredOnlineToken.Of(token));
        return database.GuardedAsync(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);
                await db.ExecuteAsync("sessions/save-online", new
                {
                    installation,
                    idHash,
                    isOnline = true,
                    payload = cipher.Encrypt(Field(idHash), payload),
                    token.ExpiresAt,
                    token = cipher.Encrypt(TokenField(idHash), secret),
                });
            },
            cancellationToken);
    }

    public Task<OnlineToken?> FindOnlineAsync(
        InstallationId installation, string sessionId, CancellationToken cancellationToken)
    {
        var idHash = hash.OfText("session", installation, sessionId);
        return database.ReadAsync(
            async db =>
            {
                var row = await db.FindAsync<TokenRow>("sessions/find-online", new { installation, idHash });
                return row is not null && await ciphers.FindAsync(db, installation) is { } cipher
                    ? JsonSerializer.Deserialize<StoredOnlineToken>(cipher.Decrypt(TokenField(idHash), row.Token))!
                        .ToToken(row.ExpiresAt)
                    : null;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<StoredSession>> ListAsync(
        InstallationId installation, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredSession>>(
            async db =>
            {
                var rows = await db.ListAsync<Row>("sessions/list", new { installation, limit });
                return rows.Count > 0 && await ciphers.FindAsync(db, installation) is { } cipher
                    ? rows.Select(row => Read(row, cipher)).ToList()
                    : new List<StoredSession>();
            },
            cancellationToken);

    private static StoredSession Read(Row row, FieldCipher cipher)
    {
        var payload = JsonSerializer.Deserialize<StoredSessionPayload>(cipher.Decrypt(Field(row.IdHash), row.Payload))!;
        return new StoredSession
        {
            Id = payload.Id,
            IsOnline = row.IsOnline,
            UserId = payload.UserId,
            ShopifySessionId = payload.ShopifySessionId,
            Email = payload.Email,
            SeenAt = row.SeenAt,
        };
    }

    private static string Field(byte[] idHash) => $"sessions.payload:{Convert.ToHexStringLower(idHash)}";

    private static string TokenField(byte[] idHash) => $"sessions.token:{Convert.ToHexStringLower(idHash)}";

    private sealed record TokenRow
    {
        public DateTimeOffset ExpiresAt { get; init; }

        public byte[] Token { get; init; } = [];
    }

    private sealed record Row
    {
        public byte[] IdHash { get; init; } = [];

        public bool IsOnline { get; init; }

        public DateTimeOffset SeenAt { get; init; }

        public byte[] Payload { get; init; } = [];
    }
}
