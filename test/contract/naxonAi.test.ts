import { describeContract } from '../support/contract/describeContract';
import { contract } from './naxonAi';

describeContract(contract);
