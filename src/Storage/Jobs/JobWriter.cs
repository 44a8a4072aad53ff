using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Jobs;

/// <summary>Puts jobs into the queue, inside a transaction of the caller's.</summary>
internal sealed class JobWriter(IKeyedHash hash)
{
    /// <summary>Inserts a job unless its id, or its kind with its key, is there.</summary>
    /// <returns>True when it was inserted.</returns>
    public async Task<bool> InsertAsync(DbSession db, FieldCipher cipher, InstallationId installation, NewJob job) =>
        await db.ExecuteAsync("jobs/insert", new
        {
            installation,
            job.Id,
            job.Kind,
            keyHash = HashKey(installation, job.IdempotencyKey),
            arguments = cipher.Encrypt(Field(job.Id), job.Arguments),
            job.RunAt,
        }) > 0;

    /// <summary>The hash that an idempotency key is stored as.</summary>
    public byte[]? HashKey(InstallationId installation, string? key) =>
        key is null ? null : hash.OfText("job-key", installation, key);

    /// <summary>The field that a job's arguments are bound to.</summary>
    public static string Field(Guid job) => $"jobs.arguments:{job:D}";
}
