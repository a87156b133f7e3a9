import { describeContract } from '../support/contract/describeContract';
import { contract } from './vardast';

describeContract(contract);
