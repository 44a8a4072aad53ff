using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Participants;

internal sealed class ParticipantNotes(Database database) : IParticipantNotes
{
    public Task NoteSuccessAsync(string participant, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.ExecuteAsync("participants/note-success", new { participant }), cancellationToken);

    public Task NoteFailureAsync(string participant, string code, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.ExecuteAsync("participants/note-failure", new { participant, code }), cancellationToken);

    public async Task<IReadOnlyList<ParticipantNote>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(db => db.ListAsync<Row>("participants/list"), cancellationToken);
        return
        [
            .. rows.Select(row => new ParticipantNote
            {
                Name = row.Name,
                LastSuccessAt = row.LastSuccessAt,
                LastFailureAt = row.LastFailureAt,
                LastFailureCode = row.LastFailureCode,
                Failures = (int)row.Failures,
            }),
        ];
    }

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public DateTimeOffset? LastSuccessAt { get; init; }

        public DateTimeOffset? LastFailureAt { get; init; }

        public string? LastFailureCode { get; init; }

        public long Failures { get; init; }
    }
}
