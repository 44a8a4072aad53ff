using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>What was noted of participants, one after the other; null for a success.</summary>
internal sealed class MemoryNotes : IParticipantNotes
{
    public List<(string Participant, string? Code)> Noted { get; } = [];

    public Task NoteSuccessAsync(string participant, CancellationToken cancellationToken) => Note(participant, null);

    public Task NoteFailureAsync(string participant, string code, CancellationToken cancellationToken) =>
        Note(participant, code);

    public Task<IReadOnlyList<ParticipantNote>> ListAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private Task Note(string participant, string? code)
    {
        lock (Noted) Noted.Add((participant, code));
        return Task.CompletedTask;
    }
}
