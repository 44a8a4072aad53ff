using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>The silos that live, and which activation a call goes to.</summary>
internal sealed class SimulatedCluster(SimulationKernel kernel)
{
    private readonly Dictionary<GrainId, Activation> _directory = [];
    private readonly Dictionary<GrainId, Activation> _latest = [];
    private readonly Dictionary<GrainId, Stray> _strays = [];

    public List<SimulatedSilo> Silos { get; } = [];

    public SimulationKernel Kernel => kernel;

    /// <summary>Told when the keeper of a grant has given a token away.</summary>
    public Action<Activation, TokenReply, GrantUse> OnTokenGiven { get; set; } = (_, _, _) => { };

    /// <summary>Told when a runner has put a job back that it was kept from doing.</summary>
    public Action<SimulatedProcess, JobEnd> OnGivenBack { get; set; } = (_, _) => { };

    /// <summary>How many actors began while an earlier activation of theirs was still at work.</summary>
    public int Doubles { get; private set; }

    /// <summary>Any silo that lives and does not stop; there is always one.</summary>
    public SimulatedSilo AnySilo() =>
        kernel.Chance.Of(Silos.Exists(silo => silo.IsStopping) ? Silos.FindAll(silo => !silo.IsStopping) : Silos);

    /// <summary>A call from one process to an actor, as an effect: it may be lost, and so may its answer.</summary>
    public Task<T> CallAsync<T>(
        SimulatedProcess caller, GrainId id, string name, Func<object, Task<T>> call, bool interleaves = false) =>
        CallAsync(caller, id, name, call, static done => ((Task<T>)done).Result, interleaves);

    /// <summary>A call without an answer, which is true once it is done.</summary>
    public Task<bool> CallAsync(SimulatedProcess caller, GrainId id, string name, Func<object, Task> call) =>
        CallAsync(caller, id, name, call, static _ => true, interleaves: false);

    /// <summary>From here on calls go to another activation, while this one goes on with what it has.</summary>
    public void Forget(Activation activation)
    {
        if (_directory.GetValueOrDefault(activation.GrainId) == activation) _directory.Remove(activation.GrainId);
        if (_strays.GetValueOrDefault(activation.GrainId)?.Activation == activation)
            _strays.Remove(activation.GrainId);
    }

    /// <summary>
    /// A partition: the directory forgets one of its actors, and for a while some callers know the one and some the
    /// other that begins beside it.
    /// </summary>
    public void ForgetOne()
    {
        if (_directory.Count > 0) Forget(_directory.Keys.ElementAt(kernel.Chance.Below(_directory.Count)));
    }

    /// <summary>A partition of which all actors know.</summary>
    public void ForgetAll()
    {
        foreach (var id in _directory.Keys.ToList()) Forget(id);
    }

    private void Forget(GrainId id)
    {
        if (_directory.Remove(id, out var forgotten)) _strays[id] = new Stray(forgotten);
    }

    /// <summary>The silos agree again: each actor has one activation that is called.</summary>
    public void Heal()
    {
        foreach (var stray in _strays.Values.ToList()) stray.Activation.Leave();
    }

    /// <summary>Where a call to an actor arrives; one that is not there begins.</summary>
    public Activation Find(GrainId id)
    {
        if (_strays.TryGetValue(id, out var stray))
        {
            if (stray.Left-- > 0 && stray.Activation.IsOpen)
            {
                if (kernel.Chance.Below(2) == 0) return stray.Activation;
            }
            else
            {
                stray.Activation.Leave();
            }
        }

        if (_directory.TryGetValue(id, out var activation) && activation.IsOpen) return activation;
        if (_latest.TryGetValue(id, out var earlier) && earlier.IsAtWork) Doubles++;
        var begun = _directory[id] = _latest[id] = new Activation(AnySilo(), id);
        begun.Silo.Hold(begun);
        return begun;
    }

    private Task<T> CallAsync<T>(
        SimulatedProcess caller,
        GrainId id,
        string name,
        Func<object, Task> call,
        Func<Task, T> read,
        bool interleaves)
    {
        var effect = new CallEffect<T>(
            this, caller, id, name, kernel.Time.Now + Effects.StoreLatency, call, read, interleaves);
        kernel.Effects.Add(effect);
        return effect.Task;
    }

    /// <summary>An activation that the directory has forgotten, and how many calls are drawn for it.</summary>
    private sealed class Stray(Activation activation)
    {
        public Activation Activation => activation;

        public int Left { get; set; } = 12;
    }
}
