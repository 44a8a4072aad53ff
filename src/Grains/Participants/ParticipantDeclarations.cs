using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// What jobs and webhook handlers say that they write to. A name that no participant has would hold nothing back, so it
/// refuses the start.
/// </summary>
internal sealed class ParticipantDeclarations
{
    private readonly Dictionary<string, IReadOnlyList<string>> _jobs;
    private readonly Dictionary<string, IReadOnlyList<string>> _topics;

    /// <exception cref="InvalidOperationException">A declared participant is not registered.</exception>
    public ParticipantDeclarations(
        IEnumerable<IJobHandler> jobs, IEnumerable<IWebhookHandler> handlers, ParticipantRoster roster)
    {
        var names = roster.InsideShop.Concat(roster.Outside)
            .Select(participant => participant.Name).ToHashSet(StringComparer.Ordinal);
        var (job, handler) = (jobs.ToList(), handlers.ToList());
        foreach (var (type, name) in job.SelectMany(one => one.Participants.Select(name => (one.GetType(), name)))
            .Concat(handler.SelectMany(one => one.Participants.Select(name => (one.GetType(), name)))))
        {
            if (!names.Contains(name))
            {
                throw new InvalidOperationException(
                    $"{type.Name} writes to the participant '{name}', and there is none of that name. Set "
                    + $"Participants:{name}:Url or register the participant, or take the name out.");
            }
        }

        _jobs = job.Where(one => one.Participants.Count > 0)
            .ToDictionary(one => one.Kind, one => one.Participants, StringComparer.Ordinal);
        _topics = handler.GroupBy(one => one.Topic, StringComparer.Ordinal)
            .ToDictionary(
                ofTopic => ofTopic.Key,
                IReadOnlyList<string> (ofTopic) => [.. ofTopic.SelectMany(one => one.Participants).Distinct()],
                StringComparer.Ordinal);
    }

    /// <summary>Kinds of jobs that write to participants, and to which.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Jobs => _jobs;

    /// <summary>The participants that the handlers of a topic write to.</summary>
    public IReadOnlyList<string> OfTopic(string topic) => _topics.GetValueOrDefault(topic, []);
}
