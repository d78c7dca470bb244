/*
 * The root made what flash is on a device. Before it is shared: functions, the prototypes of
 * constructors, module environments, collections and buffers become immutable; anything else is
 * copied when the device writes to it (an alias). After: what the root owns is marked as not owned by
 * a chunk heap, or the device's collector would take the root's chunks for its own.
 */

#include "xsAll.h"
#include "engine.h"

static txBoolean freezeIsFunction(const txSlot *instance)
{
	const txSlot *code = instance->next;
	if (!code || !(code->flag & XS_INTERNAL_FLAG))
		return 0;
	return code->kind == XS_CALLBACK_KIND || code->kind == XS_CALLBACK_X_KIND || code->kind == XS_CODE_KIND
		|| code->kind == XS_CODE_X_KIND;
}

static void freezeInstance(txSlot *instance)
{
	txSlot *property;
	for (property = instance->next; property; property = property->next) {
		if (property->kind != XS_ACCESSOR_KIND)
			property->flag |= XS_DONT_SET_FLAG;
		property->flag |= XS_DONT_DELETE_FLAG;
	}
	instance->flag |= XS_DONT_PATCH_FLAG;
}

static void freezeFunction(txSlot *instance)
{
	txSlot *property;
	freezeInstance(instance);
	if (!(instance->flag & XS_CAN_CONSTRUCT_FLAG))
		return;
	for (property = instance->next; property; property = property->next)
		if (property->ID == mxID(_prototype) && property->kind == XS_REFERENCE_KIND)
			freezeInstance(property->value.reference);
}

static txBoolean freezeIsExotic(txSlot *internal)
{
	switch (internal->kind) {
	case XS_MAP_KIND:
	case XS_SET_KIND:
	case XS_WEAK_MAP_KIND:
	case XS_WEAK_SET_KIND:
	case XS_WEAK_REF_KIND:
	case XS_ARRAY_BUFFER_KIND:
	case XS_DATA_VIEW_KIND:
	case XS_TYPED_ARRAY_KIND:
	case XS_REGEXP_KIND:
	case XS_PROXY_KIND: return 1;
	default: return internal->ID == XS_ENVIRONMENT_BEHAVIOR;
	}
}

static void freezeSlot(txMachine *the, txSlot *slot)
{
	(void)the;
	if (slot->kind == XS_CLOSURE_KIND) {
		txSlot *value = slot->value.closure;
		if (value && value->kind == XS_REFERENCE_KIND && freezeIsFunction(value->value.reference))
			value->flag |= XS_DONT_SET_FLAG;
		return;
	}
	if (slot->kind != XS_INSTANCE_KIND || !slot->next || !(slot->next->flag & XS_INTERNAL_FLAG))
		return;
	if (freezeIsFunction(slot))
		freezeFunction(slot);
	else if (freezeIsExotic(slot->next))
		freezeInstance(slot);
}

void engineFreeze(txMachine *the)
{
	txSlot *heap, *slot;
	fxCollectGarbage(the);
	for (heap = the->firstHeap; heap; heap = heap->next)
		for (slot = heap + 1; slot < heap->value.reference; slot++)
			freezeSlot(the, slot);
}

static void petrifySlot(txSlot *slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
	case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
	case XS_CODE_KIND: slot->kind = XS_CODE_X_KIND; break;
	case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
	case XS_ARRAY_KIND:
		if (slot->value.array.address) {
			txChunk *chunk = (txChunk *)((txByte *)slot->value.array.address - sizeof(txChunk));
			txSize index, count = (chunk->size - (txSize)sizeof(txChunk)) / (txSize)sizeof(txSlot);
			for (index = 0; index < count && index < (txSize)slot->value.array.length; index++)
				petrifySlot(slot->value.array.address + index);
		}
		break;
	default: break;
	}
}

void enginePetrify(txMachine *the)
{
	txSlot *heap, *slot;
	for (heap = the->firstHeap; heap; heap = heap->next)
		for (slot = heap + 1; slot < heap->value.reference; slot++)
			petrifySlot(slot);
	for (slot = the->stack; slot < the->stackTop; slot++)
		petrifySlot(slot);
}
